import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { ServiceResult } from "../../src/report/result.ts";
import { callJson, copyOf, LOCAL, only } from "./command.ts";

/** Makes each run's edits new: what an earlier run built is in the cache, as it should be. */
const now = Date.now();

/** How each service is edited: a comment, a statement, and the file that says what it depends on. */
const EDITS = {
  api: {
    source: "main.go",
    comment: `\n// A comment, ${now}.\n`,
    code: `\nvar Edited = ${now}\n`,
    lock: "go.mod",
    more: `\n// Locked again, ${now}.\n`,
  },
  web: {
    source: "src/page.js",
    comment: `\n// A comment, ${now}.\n`,
    code: `\nexport const edited = ${now};\n`,
    lock: "package-lock.json",
    more: " ".repeat(1 + (now % 100_000)),
  },
  reports: {
    source: "reports/sales.py",
    comment: `\n# A comment, ${now}.\n`,
    code: `\nEDITED = ${now}\n`,
    lock: "requirements.txt",
    more: `\n# Locked again, ${now}.\n`,
  },
} as const;

/** `CACHING=api` checks only this one. */
const chosen = Object.entries(EDITS).filter(
  ([name]) => process.env.CACHING?.split(",").includes(name) ?? true,
);

describe.each(chosen)("a change of %s", (name, edit) => {
  const root = copyOf(name);
  const at = (path: string) => join(root, "services", name, path);
  const build = async () => only(await callJson(["build", "--service", name, "--source", root, ...LOCAL]));
  let first: ServiceResult;

  it("nothing: nothing runs", async () => {
    first = await build();
    const again = await build();
    expect(again.status).toBe("cached");
    expect(ran(again)).toEqual([]);
    expect(again.digest).toBe(first.digest);
  });

  it("README: the image stays as it is, and nothing is fetched", async () => {
    appendFileSync(at("README.md"), `\nMore, ${now}.\n`);
    const result = await build();
    expect(ran(result)).not.toContain("dependencies");
    expect(result.digest).toBe(first.digest);
  });

  it("a comment: nothing is fetched; a compiled program stays as it is", async () => {
    appendFileSync(at(edit.source), edit.comment);
    const result = await build();
    expect(ran(result)).toContain("build");
    expect(ran(result)).not.toContain("dependencies");
    if (name === "api") expect(result.digest).toBe(first.digest);
  });

  it("a source: nothing is fetched", async () => {
    appendFileSync(at(edit.source), edit.code);
    const result = await build();
    expect(ran(result)).toContain("build");
    expect(ran(result)).not.toContain("dependencies");
  });

  it("the lockfile: dependencies are fetched again", async () => {
    appendFileSync(at(edit.lock), edit.more);
    expect(ran(await build())).toContain("dependencies");
  });
});

/** Names of the stages of which some step did not come from a cache. */
function ran({ stages = [] }: ServiceResult): string[] {
  return stages.filter(({ cached }) => !cached).map((stage) => stage.name);
}
