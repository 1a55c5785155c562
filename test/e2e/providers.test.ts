import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { $ } from "zx";
import { pipelineOf } from "../../ci/providers/pipeline.ts";
import { PROVIDERS } from "../../ci/providers/providers.ts";
import { CI_DEFAULTS } from "../../src/publish/ci-settings.ts";
import { type Job, type Run, type Runner, runJob } from "./ci-provider.ts";
import { type Hosted, hostedRepository } from "./ci-repository.ts";
import { RUNNERS } from "./ci-runners.ts";
import { gitServer } from "./git-server.ts";
import { loginProxy } from "./login-proxy.ts";
import { localRegistry } from "./registry.ts";
import { tagsIn } from "./registry-state.ts";

const TOKEN = "git-token-7f3a";
const PASSWORD = "registry-password-91c2";
const TAG = "v1.4.0";
const TIMEOUT = 600_000;

let hosted: Hosted;
let git: Awaited<ReturnType<typeof gitServer>>;
let registry: Awaited<ReturnType<typeof localRegistry>>;
let guarded: Awaited<ReturnType<typeof loginProxy>>;

beforeAll(async () => {
  hosted = await hostedRepository(mkdtempSync(join(tmpdir(), "multistage-hosted-")));
  git = await gitServer(hosted.root, TOKEN);
  registry = await localRegistry();
  guarded = await loginProxy(registry.host, { username: "ci", password: PASSWORD });
}, 60_000);
afterAll(async () => {
  git.stop();
  guarded.stop();
  await registry.stop();
  rmSync(hosted.root, { recursive: true, force: true });
});

/** Each provider with each kind of checkout, and a prefix in the registry of its own. */
const WAYS = RUNNERS.flatMap((runner) =>
  Object.keys(runner.checkouts).map(
    (checkout, at) => [`${runner.name}, ${checkout}`, { runner, checkout, at }] as const,
  ),
);

interface Way {
  runner: Runner;
  checkout: string;
  at: number;
}

const prefix = ({ runner, at }: Way) => `${runner.name}${at}`;

function job(way: Way, run: Pick<Run, "event" | "request" | "tag" | "job">): Promise<Job> {
  const REGISTRY = `${guarded.host}/${prefix(way)}`;
  const account = { REGISTRY_USERNAME: "ci", REGISTRY_PASSWORD: PASSWORD };
  const secrets = run.event === "pullRequest" ? {} : { REGISTRY, ...account };
  return runJob(way.runner, way.checkout, { ...run, hosted, url: git.url, token: TOKEN, registry: secrets });
}

/** Tags of both services under a prefix, with the digests that they name. */
async function published(way: Way) {
  const [api, web] = await Promise.all(
    ["api", "web"].map((service) => tagsIn(registry.host, `${prefix(way)}/${service}`)),
  );
  return { api, web };
}

function report({ workspace }: Job, name: string): string {
  return readFileSync(join(workspace, ".multistage/reports", name), "utf8");
}

describe("a pull request", () => {
  it.each(WAYS)(
    "%s: what it changes is tested and built, and nothing else",
    { timeout: TIMEOUT },
    async (_, way) => {
      const ended = await job(way, { event: "pullRequest" });
      expect(ended.exitCode, ended.log).toBe(0);
      expect(report(ended, "test.xml")).toMatch(/<testsuite name="api" tests="1" failures="0"/);
      expect(report(ended, "build.xml")).toMatch(/tests="1" failures="0"[\s\S]*name="api"/);
      expect(report(ended, "images.env")).toMatch(/^API_DIGEST=sha256:[0-9a-f]{64}$/m);
      await keepsSecrets(ended);
    },
  );

  it.each(RUNNERS.slice(0, 2))("$name: one that breaks a test fails, and says where", {
    timeout: TIMEOUT,
  }, async (runner) => {
    const way = { runner, checkout: Object.keys(runner.checkouts)[0] ?? "", at: 0 };
    const ended = await job(way, { event: "pullRequest", request: 1 });
    expect(ended.exitCode, ended.log).toBe(1);
    expect(report(ended, "test.xml")).toMatch(/<failure [\s\S]*there is no greeting/);
    const annotation = /^::error file=services\/api,title=api::.*there is no greeting/m;
    if (runner.name !== "github") expect(ended.log).not.toMatch(annotation);
    else {
      expect(ended.log).toMatch(annotation);
      expect(readFileSync(`${ended.workspace}.summary.md`, "utf8")).toMatch(/\| api \| go \| failed \|/);
    }
  });
});

it("a merge queue's commit is compared with where its branch was", async () => {
  const run: Run = { event: "pullRequest", hosted, url: git.url, token: TOKEN, registry: {} };
  const [github] = RUNNERS as [Runner];
  const workspace = mkdtempSync(join(tmpdir(), "multistage-queue-"));
  const variables = { ...github.variables(workspace, run), GITHUB_EVENT_NAME: "merge_group" };
  const pipeline = pipelineOf(CI_DEFAULTS, "./daggerw", "github");
  const [checkout] = PROVIDERS.github?.steps(pipeline.jobs[0] as (typeof pipeline.jobs)[0], pipeline) ?? [];
  const queued = $({
    quiet: true,
    cwd: workspace,
    env: { PATH: process.env.PATH, HOME: workspace, ...variables },
  });
  await queued`bash -ec ${checkout?.lines.join("\n")}`;
  const { stdout } = await queued`git merge-base ${hosted.base} HEAD`;
  expect(stdout.trim()).toBe(hosted.base);
});

describe("main and tags", () => {
  const states: Record<string, unknown>[] = [];

  it("a push to main publishes the same digests and tags from everywhere", { timeout: TIMEOUT }, async () => {
    const revision = hosted.main.slice(0, 12);
    await everywhere({ event: "main" }, ["testing", `testing-${revision}`]);
  });

  it("a tag promotes the digests of testing, from everywhere alike", { timeout: TIMEOUT }, async () => {
    const before = await Promise.all(WAYS.map(([, way]) => published(way)));
    await hosted.tag(TAG);
    const revision = hosted.main.slice(0, 12);
    await everywhere({ event: "tag", tag: TAG }, [
      "production",
      "production-1.4.0",
      "testing",
      `testing-${revision}`,
    ]);
    for (const [at, state] of states.entries()) {
      const { production, testing } = (state as { api: Record<string, string> }).api;
      expect([production, testing]).toEqual([before[at]?.api?.testing, before[at]?.api?.testing]);
    }
  });

  it("main published again has its tag's version, whether the clone had the tag or not", {
    timeout: TIMEOUT,
  }, async () => {
    const revision = hosted.main.slice(0, 12);
    const tags = ["production", "production-1.4.0", "testing", "testing-1.4.0", `testing-${revision}`];
    await everywhere({ event: "main" }, tags);
  });

  /** Runs the job in every way; all must leave the same behind, under these tags. */
  async function everywhere(run: Pick<Run, "event" | "tag">, tags: string[]) {
    states.length = 0;
    for (const [name, way] of WAYS) {
      const ended = await job(way, run);
      expect(ended.exitCode, `${name}: ${ended.log}`).toBe(0);
      await keepsSecrets(ended);
      states.push(await published(way));
    }
    expect(Object.keys((states[0] as { api: object }).api).sort()).toEqual([...tags].sort());
    for (const state of states) expect(state).toEqual(states[0]);
  }
});

describe("a push to main that several runners share", () => {
  /** Where each of them learns which one it is. */
  const SHARD: Record<string, (at: number) => Record<string, string>> = {
    github: (at) => ({ SHARD: `${at}` }),
    gitlab: (at) => ({ CI_NODE_INDEX: `${at}` }),
    circleci: (at) => ({ CIRCLE_NODE_INDEX: `${at - 1}` }),
  };
  const SHARING = RUNNERS.filter(({ name }) => SHARD[name]).map((runner) => [runner.name, runner] as const);

  it.each(SHARING)(
    "%s: they upload and move no tag, then one gives all tags",
    {
      timeout: TIMEOUT,
    },
    async (name, runner) => {
      const way = { runner, checkout: Object.keys(runner.checkouts)[0] ?? "", at: 9 };
      const run = (of: string, at = 0) =>
        job(way, { event: "main", job: { name: of, shards: 2, variables: SHARD[name]?.(at) ?? {} } });
      const uploaded = await run("upload", 1);
      expect(uploaded.exitCode, uploaded.log).toBe(0);
      expect(await published(way)).toEqual({ api: {}, web: {} });
      const others = await run("upload", 2);
      expect(others.exitCode, others.log).toBe(0);
      const ended = await run("publish");
      expect(ended.exitCode, ended.log).toBe(0);
      // Its revision, or its version once it has been released.
      const tags = ["testing", expect.stringMatching(/^testing-(1\.4\.0|[0-9a-f]{12})$/)];
      const state = await published(way);
      for (const service of [state.api, state.web]) expect(Object.keys(service ?? {}).sort()).toEqual(tags);
      await keepsSecrets(ended);
    },
  );
});

describe("a tag on a commit that testing doesn't have", () => {
  it.each(RUNNERS.slice(2, 4))("$name: is refused, and nothing moves", {
    timeout: TIMEOUT,
  }, async (runner) => {
    const way = { runner, checkout: Object.keys(runner.checkouts)[0] ?? "", at: 0 };
    const before = await published(way);
    const other = { ...hosted, main: hosted.base };
    const registry = {
      REGISTRY: `${guarded.host}/${prefix(way)}`,
      REGISTRY_USERNAME: "ci",
      REGISTRY_PASSWORD: PASSWORD,
    };
    const run: Run = { event: "tag", tag: "v0.9.0", hosted: other, url: git.url, token: TOKEN, registry };
    const ended = await runJob(runner, way.checkout, run);
    expect(ended.exitCode, ended.log).toBe(3);
    expect(ended.log).toContain(`testing has ${hosted.main}, not ${hosted.base}`);
    expect(await published(way)).toEqual(before);
  });
});

/** Neither log nor workspace has a password; GitLab's own runner writes the remote's address with the token. */
async function keepsSecrets({ log, workspace }: Job): Promise<void> {
  expect(log).not.toContain(PASSWORD);
  expect(log).not.toContain(TOKEN);
  const words = ["-rlF", "--exclude=FETCH_HEAD", "--exclude=config", "-e", PASSWORD, "-e", TOKEN];
  const found = await $({ quiet: true, nothrow: true })`grep ${words} ${workspace}`;
  expect(found.stdout).toBe("");
}
