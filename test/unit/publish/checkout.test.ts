import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { $ } from "zx";
import { readCheckout } from "../../../ci/local/publish/checkout.ts";
import { uncommitted } from "../../../src/policies/committed.ts";
import { type Asked, contradiction, factsOf } from "../../../src/publish/checkout.ts";
import { unpublishable } from "../../../src/publish/facts.ts";
import { tagsOf } from "../../../src/publish/tags.ts";

const root = mkdtempSync(join(tmpdir(), "multistage-git-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const DATE = "2026-03-04T05:06:07+09:00";
const IDENTITY = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com", "-c", "init.defaultBranch=main"];
const env = {
  ...process.env,
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_AUTHOR_DATE: DATE,
  GIT_COMMITTER_DATE: DATE,
};

/** Runs lines of git in a directory; one that starts with `+` writes a file. */
async function git(cwd: string, lines: string[]): Promise<void> {
  for (const line of lines) {
    const words = line.split(" ");
    if (words[0] === "+") {
      await mkdir(join(cwd, words[1] ?? "", ".."), { recursive: true });
      writeFileSync(join(cwd, words[1] ?? ""), words[2] ?? "");
    } else await $({ quiet: true, cwd, env })`git ${[...IDENTITY, ...words]}`;
  }
}

let count = 0;

/** A repository with one commit, and what follows. */
async function repository(lines: string[] = []): Promise<string> {
  const directory = join(root, String(count++));
  await mkdir(directory);
  await git(directory, [
    "init -q",
    "+ services/api/main.go 1",
    "+ .gitignore *.log",
    "add .",
    "commit -qm first",
    ...lines,
  ]);
  return directory;
}

interface Situation {
  lines?: string[];
  asked?: Partial<Asked>;
  service?: string;
  /** Below the repository's root. */
  source?: string;
  /** Tags with REV for the revision's 12 digits, or what is refused. */
  expected: string | RegExp;
}

const OWN = ["tag api/v2.0.0", "tag v1.0.0"];
const MORE = ["+ a 1", "add .", "commit -qm second"];

const SITUATIONS: Record<string, Situation> = {
  "a clean commit": { expected: "testing-REV testing" },
  "a second commit": { lines: MORE, expected: "testing-REV testing" },
  "a version tag": { lines: ["tag v1.4.0"], expected: "testing-1.4.0 testing" },
  "a version tag without v": { lines: ["tag 1.4.0"], expected: "testing-1.4.0 testing" },
  "an annotated tag": { lines: ["tag -a v1.4.0 -m release"], expected: "testing-1.4.0 testing" },
  "a tag of two numbers": { lines: ["tag v1.4"], expected: "testing-1.4 testing" },
  "a calendar version": { lines: ["tag 2026.03.04"], expected: "testing-2026.03.04 testing" },
  "a pre-release tag": { lines: ["tag v2.0.0-rc.1"], expected: "testing-2.0.0-rc.1 testing" },
  "a tag with build metadata": { lines: ["tag v2.0.0+7"], expected: "testing-2.0.0_7 testing" },
  "two version tags": { lines: ["tag v1.9.0", "tag v1.10.0"], expected: "testing-1.10.0 testing" },
  "a release and its candidates": {
    lines: ["tag v2.0.0-rc.9", "tag v2.0.0"],
    expected: "testing-2.0.0 testing",
  },
  "candidates 9 and 10": {
    lines: ["tag v2.0.0-rc.9", "tag v2.0.0-rc.10"],
    expected: "testing-2.0.0-rc.10 testing",
  },
  "a tag that is no version": { lines: ["tag stable"], expected: "testing-REV testing" },
  "a tag with a slash that is no version": { lines: ["tag release/next"], expected: "testing-REV testing" },
  "a version tag on an older commit": { lines: ["tag v1.0.0", ...MORE], expected: "testing-REV testing" },
  "its own tag": { lines: OWN, expected: "testing-2.0.0 testing" },
  "its own tag with @": { lines: ["tag api@2.1.0", "tag v1.0.0"], expected: "testing-2.1.0 testing" },
  "its own tag with -": { lines: ["tag api-v2.1.0", "tag v1.0.0"], expected: "testing-2.1.0 testing" },
  "another service's tag": { lines: ["tag web/v9.0.0"], expected: "testing-REV testing" },
  "a service whose name begins the same": {
    lines: ["tag api-gateway-v9.0.0"],
    expected: "testing-REV testing",
  },
  "--version over a tag": { lines: OWN, asked: { version: "3.0.0" }, expected: "testing-3.0.0 testing" },
  "--version with v": { asked: { version: "v3.0.0" }, expected: "testing-3.0.0 testing" },
  "--version that is a word": { asked: { version: "nightly" }, expected: "testing-nightly testing" },
  "a changed file": { lines: ["+ services/api/main.go 2"], expected: /not committed/ },
  "a staged file": { lines: ["+ services/api/main.go 2", "add ."], expected: /not committed/ },
  "an untracked file": { lines: ["+ new 1"], expected: /not committed/ },
  "a deleted file": { lines: ["rm -q services/api/main.go"], expected: /not committed/ },
  "a renamed file": { lines: ["mv services/api/main.go services/api/a.go"], expected: /not committed/ },
  "an executable bit in the index alone": {
    lines: ["update-index --chmod=+x services/api/main.go"],
    expected: "testing-REV testing",
  },
  "an ignored file": { lines: ["+ x.log 1"], expected: "testing-REV testing" },
  "an untracked file that no build reads": {
    lines: ["+ services/api/node_modules/x 1"],
    expected: "testing-REV testing",
  },
  "a file touched only": { lines: ["+ services/api/main.go 1"], expected: "testing-REV testing" },
  "a change outside the source root": {
    lines: ["+ other 1"],
    source: "services",
    expected: "testing-REV testing",
  },
  "a source root below the repository's": { source: "services", expected: "testing-REV testing" },
  "a dirty tree in development": {
    lines: ["+ new 1"],
    asked: { environment: "development" },
    expected: "development-REV-dirty development",
  },
  "a dirty version in development": {
    lines: ["tag v1.0.0", "+ new 1"],
    asked: { environment: "development" },
    expected: "development-1.0.0-dirty development",
  },
  "a dirty tree in production": {
    lines: ["+ new 1"],
    asked: { environment: "production" },
    expected: /production takes committed sources only/,
  },
  "a dirty tree in an environment of its own": {
    lines: ["+ new 1"],
    asked: { environment: "demo" },
    expected: /not committed/,
  },
  "a detached head": { lines: [...MORE, "checkout -q --detach HEAD~1"], expected: "testing-REV testing" },
  "a branch": { lines: ["checkout -qb feature/x"], expected: "testing-REV testing" },
  "a merge": {
    lines: [
      "checkout -qb side",
      ...MORE,
      "checkout -q main",
      "+ b 1",
      "add .",
      "commit -qm b",
      "merge -q side -m merge",
    ],
    expected: "testing-REV testing",
  },
  "a stopped merge": {
    lines: ["checkout -qb side", ...MORE, "checkout -q main", "merge -q --no-commit --no-ff side"],
    expected: /not committed/,
  },
  "a worktree": { lines: ["worktree add -q wt"], source: "wt", expected: "testing-REV testing" },
  "an amended commit": {
    lines: ["+ a 1", "add .", "commit -q --amend -m other"],
    expected: "testing-REV testing",
  },
  "a revert to the same files": {
    lines: [...MORE, "revert --no-edit HEAD"],
    expected: "testing-REV testing",
  },
  "an emptied repository": {
    lines: ["checkout -q --orphan empty"],
    asked: { revision: "a".repeat(40) },
    expected: "testing-aaaaaaaaaaaa testing",
  },
};

describe("git situations", () => {
  it.concurrent.each(Object.entries(SITUATIONS))("%s", async (_name, situation) => {
    const directory = await repository(situation.lines);
    const said = await told(join(directory, situation.source ?? ""), situation);
    if (typeof situation.expected === "string") expect(said).toBe(situation.expected);
    else expect(said).toMatch(situation.expected);
  });

  it("a shallow clone has no tags, and --version gives what they would", async () => {
    const origin = await repository([...MORE, "tag v1.0.0"]);
    await git(origin, [`clone -q --depth 1 --no-tags file://${origin} ${origin}-shallow`]);
    expect(await told(`${origin}-shallow`, { expected: "" })).toBe("testing-REV testing");
    expect(await told(`${origin}-shallow`, { asked: { version: "1.0.0" }, expected: "" })).toBe(
      "testing-1.0.0 testing",
    );
  });

  it("without git a revision or a version must be said", async () => {
    const bare = mkdtempSync(join(root, "bare-"));
    expect(await told(bare, { expected: "" })).toMatch(/no git repository/);
    const revision = "b".repeat(40);
    expect(await told(bare, { asked: { revision }, expected: "" })).toBe("testing-bbbbbbbbbbbb testing");
    expect(await told(bare, { asked: { version: "1.0.0" }, expected: "" })).toBe("testing-1.0.0 testing");
    expect(await told(bare, { asked: { revision: "main" }, expected: "" })).toMatch(/hexadecimal/);
  });

  it("a revision other than the one checked out is refused", async () => {
    const checkout = await readCheckout(await repository());
    expect(contradiction({ environment: "testing", revision: "c".repeat(40) }, checkout)?.message).toMatch(
      /the sources are of/,
    );
    expect(
      contradiction({ environment: "testing", revision: checkout?.revision.slice(0, 12) }, checkout),
    ).toBeUndefined();
  });

  it("the commit's time counts, not this machine's time zone", async () => {
    const checkout = await readCheckout(await repository());
    expect(checkout?.created).toBe(Date.parse(DATE) / 1000);
  });
});

async function told(directory: string, { asked, service = "api" }: Situation): Promise<string> {
  const checkout = await readCheckout(directory);
  const facts = factsOf(service, { environment: "testing", ...asked }, checkout);
  const refusal = unpublishable(facts) ?? uncommitted(facts.dirty, facts.environment);
  if (refusal) return refusal.message;
  const { immutable, moving } = tagsOf(service, facts);
  return [...immutable, ...moving].join(" ").replaceAll(checkout?.revision.slice(0, 12) ?? "none", "REV");
}
