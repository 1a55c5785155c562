import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { takeFlags } from "../../../ci/local/arguments.ts";
import { FUNCTIONS } from "../../../ci/local/functions.ts";
import { type Job, type Pipeline, pipelineOf, tagExpression } from "../../../ci/providers/pipeline.ts";
import type { Provider } from "../../../ci/providers/provider.ts";
import { PROVIDERS } from "../../../ci/providers/providers.ts";
import { linesOf, type Step } from "../../../ci/providers/script.ts";
import { CI_DEFAULTS } from "../../../src/publish/ci-settings.ts";

const SECRETS = /REGISTRY_PASSWORD|GITHUB_TOKEN|CI_JOB_TOKEN/;

/** What a team may say at most, and nothing of it as by default. */
const SETTINGS = {
  branch: "trunk",
  tags: "release/*",
  publish: "staging",
  promote: "live",
  approval: true,
  shards: 3,
  verify: true,
};

const PIPELINES = Object.entries(PROVIDERS).flatMap(([name, provider]) =>
  [CI_DEFAULTS, SETTINGS].map((settings) => {
    const said = settings === CI_DEFAULTS ? "by default" : "as a team says";
    return [`${name}, ${said}`, { provider, pipeline: pipelineOf(settings, "./daggerw", name) }] as const;
  }),
);

describe.each(PIPELINES)("%s", (_name, { provider, pipeline }) => {
  it.each(
    pipeline.jobs.map((job) => [job.name, job] as const),
  )("%s: one call a line, all known", (_job, job) => {
    const lines = linesOf(provider.steps(job, pipeline)).filter((line) => line.includes("./daggerw"));
    expect(lines).toHaveLength(job.calls.length);
    for (const line of lines) {
      const words = line
        .replace(/\$\{REGISTRY:\+(.*)\}/, "$1")
        .replace("$((", "")
        .replace(/^matrix="\$\((.*)\)"$/, "$1")
        .split(" ");
      expect(words.slice(0, 2)).toEqual(["./daggerw", "call"]);
      const called = FUNCTIONS[words[2] ?? ""];
      expect(called, line).toBeDefined();
      const flags = words.slice(3).filter((word) => !/^(\+|1\)\)\/\d+")$/.test(word));
      expect(takeFlags(flags, line, called?.flags ?? {}).rest).toEqual([]);
    }
  });

  it("no secret stands in a command", () => {
    for (const line of pipeline.jobs.flatMap((job) => linesOf(provider.steps(job, pipeline))))
      expect(line).not.toMatch(SECRETS);
  });

  it("the steps that are tested are those that are written", () => {
    const { render, steps } = provider;
    const written = SCRIPTS[provider.path]?.(render(pipeline), pipeline);
    for (const [at, job] of pipeline.jobs.entries())
      expect(written?.[at], job.name).toEqual(linesOf(steps(job, pipeline)));
  });
});

/** What a file holds, its provider's schema says. */
type Any = ReturnType<typeof parse>;
const withoutSet = (lines: string[]) => lines.filter((line) => line && !/^set -eu$|^#!/.test(line));
const blocks = (texts: (string | undefined)[]) =>
  withoutSet(texts.flatMap((text) => text?.split("\n") ?? []));

/** The lines of each job, read from a file as its provider reads it. */
const SCRIPTS: Record<string, (text: string, pipeline: Pipeline) => string[][]> = {
  ".github/workflows/multistage.yml": (text) =>
    Object.values<Any>(parse(text).jobs).map(({ steps }) => blocks(steps.map(({ run }: Any) => run))),
  ".gitlab-ci.yml": (text, { jobs }) =>
    jobs.map(({ name }) => {
      const { before_script, script } = parse(text)[`multistage:${name}`];
      return [...before_script, ...script];
    }),
  Jenkinsfile: (text, { jobs }) =>
    jobs.map(({ title }) => shellLines(text.split(`stage('${title}')`)[1]?.split(/^ {4}stage\(/m)[0] ?? "")),
  ".circleci/config.yml": (text) =>
    Object.values<Any>(parse(text).jobs).map(({ steps }) =>
      blocks(steps.map(({ run }: Any) => run?.command)),
    ),
  "azure-pipelines.yml": (text, { jobs }) =>
    jobs.map((job) => blocks(named(parse(text).jobs, "job", job).steps.map(({ bash }: Any) => bash))),
  ".buildkite/pipeline.yml": (text, { jobs }) =>
    jobs.map((job) =>
      withoutSet(
        named(parse(text).steps, "key", job).command.map((line: string) => line.replaceAll("$$", "$")),
      ),
    ),
  "bitbucket-pipelines.yml": (text) =>
    ["pull-requests", "branches", "tags"].map((kind) => {
      const steps = Object.values<Any>(parse(text).pipelines[kind])[0];
      const last = steps.at(-1);
      return withoutSet((last.parallel?.[0] ?? last).step.script);
    }),
  ".tekton/multistage.yaml": (text) =>
    parseAllDocuments(text).flatMap((document) =>
      (document.toJS() as Any).spec.pipelineSpec.tasks.map(({ taskSpec: { steps } }: Any) =>
        blocks(steps.map(({ script }: Any) => script)),
      ),
    ),
};

function named(list: Any[], key: string, { name }: Job): Any {
  return list.find((one) => one[key] === name);
}

describe("GitHub", () => {
  const render = () => PROVIDERS.github?.render(pipelineOf(SETTINGS, "./daggerw", "github")) ?? "";

  it("fills nothing into a script, where it would be run as code", () => {
    for (const job of Object.values<{ steps: { run?: string }[] }>(parse(render()).jobs))
      for (const { run } of job.steps) expect(run ?? "").not.toContain("${" + "{");
  });

  it("gives the registry's credentials to jobs that publish alone", () => {
    const { jobs } = parse(render());
    expect(JSON.stringify(jobs.verify)).not.toContain("secrets.");
    expect(JSON.stringify(jobs.upload)).toContain("secrets.REGISTRY_PASSWORD");
    expect(JSON.stringify(jobs.publish)).toContain("secrets.REGISTRY_PASSWORD");
    expect(JSON.stringify(jobs.promote)).toContain("secrets.REGISTRY_PASSWORD");
  });
});

describe("with shards, main's images are uploaded by several jobs and get their tags by one", () => {
  const file = (provider: string) =>
    PROVIDERS[provider]?.render(pipelineOf({ ...CI_DEFAULTS, shards: 3 }, "./daggerw", provider)) ?? "";
  const WAITS: Record<string, (text: string) => unknown> = {
    github: (text) => parse(text).jobs.publish.needs,
    gitlab: (text) => parse(text)["multistage:publish"].needs[0].replace("multistage:", ""),
    circleci: (text) =>
      parse(text).workflows.multistage.jobs.find((one: Any) => one.publish).publish.requires[0],
    azure: (text) => named(parse(text).jobs, "job", { name: "publish" } as Job).dependsOn,
    buildkite: (text) => named(parse(text).steps, "key", { name: "publish" } as Job).depends_on,
    tekton: (text) =>
      parseAllDocuments(text)
        .map((document) => (document.toJS() as Any).spec.pipelineSpec.tasks[1]?.runAfter[0])
        .find(Boolean),
  };

  it.each(Object.entries(WAITS))("%s: the one waits for the others", (provider, waits) => {
    const text = file(provider);
    expect(text).toMatch(/publish-all --environment testing --shard "[^"]+\/3" /);
    expect(text).toContain("publish-all --environment testing --collect ");
    expect(waits(text)).toBe("upload");
  });

  it("jenkins: stages follow one another, and the first that fails ends all", () => {
    const text = file("jenkins");
    expect(text.indexOf('--shard "$SHARD/3" ${REGISTRY')).toBeGreaterThan(0);
    expect(text.indexOf("--collect")).toBeGreaterThan(text.indexOf("stage('Upload for testing')"));
  });

  it("bitbucket: one job does both, since a deployment's variables are one step's", () => {
    expect(file("bitbucket")).not.toContain("--collect");
  });

  it("uploads run beside one another, the one that gives tags alone", () => {
    const { jobs } = parse(file("github"));
    expect(jobs.upload.concurrency.group).toContain("strategy.job-index");
    expect(jobs.publish.concurrency.group).toBe("testing");
    const gitlab = parse(file("gitlab"));
    expect(gitlab["multistage:upload"].resource_group).toBeUndefined();
    expect(gitlab["multistage:publish"].resource_group).toBe("testing");
  });
});

describe("GitHub's jobs that share the services", () => {
  const provider = PROVIDERS.github as Provider;
  const pipeline = pipelineOf({ ...CI_DEFAULTS, shards: 3 }, "./daggerw", "github");
  const [divide, verify] = pipeline.jobs as [Job, Job];
  const { jobs } = parse(provider.render(pipeline));

  /** Runs the step that divides with a wrapper that does this. */
  function divided(script: string) {
    const directory = mkdtempSync(join(tmpdir(), "multistage-divided-"));
    writeFileSync(join(directory, "daggerw"), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    const { lines } = provider.steps(divide, pipeline).at(-1) as Step;
    const env = { PATH: process.env.PATH ?? "", BASE: "HEAD^1", GITHUB_OUTPUT: join(directory, "output") };
    const { status } = spawnSync("bash", ["-e", "-c", lines.join("\n")], { cwd: directory, env });
    return { status, directory };
  }

  it("are as many as another job's output says, and none where that has none", () => {
    expect(jobs.verify).toMatchObject({
      needs: "divide",
      if: `needs.divide.outputs.matrix != '{"include":[]}'`,
      strategy: { matrix: "${" + "{ fromJSON(needs.divide.outputs.matrix) }}" },
    });
    expect(linesOf(provider.steps(verify, pipeline)).join("\n")).not.toMatch(/--shard|--affected-since/);
    const { status, directory } = divided(`echo '{"include":[]}'; echo "$@" >words`);
    expect(status).toBe(0);
    expect(readFileSync(join(directory, "output"), "utf8")).toBe('matrix={"include":[]}\n');
    const words = readFileSync(join(directory, "words"), "utf8");
    expect(words).toBe("call matrix --shards 3 --affected-since HEAD^1\n");
  });

  it("are not started where the services can't be divided", () => {
    const { status, directory } = divided("exit 2");
    expect(status).toBe(2);
    expect(existsSync(join(directory, "output"))).toBe(false);
  });

  it("begin with what the main branch left, where a pull request has nothing yet", () => {
    const { with: kept } = jobs.verify.steps.find(({ name }: Any) => name === "Keep caches");
    expect(kept["restore-keys"].trim().split("\n").at(-1)).toMatch(/-publish-$/);
    const { with: main } = jobs.publish.steps.find(({ name }: Any) => name === "Keep caches");
    expect(main["restore-keys"]).not.toContain("verify");
  });
});

it("on Jenkins, jobs that publish alone get the registry's credentials", () => {
  const text = PROVIDERS.jenkins?.render(pipelineOf(SETTINGS, "./daggerw", "jenkins"));
  expect(text?.match(/credentialsId: 'registry'/g)).toHaveLength(3);
});

it.each([
  ["v*", "v1.2", "av1"],
  ["release/*", "release/1", "releases"],
  ["v1.0", "v1.0", "v1x0"],
])("the expression of %s matches %s and not %s", (pattern, matched, other) => {
  const expression = new RegExp(tagExpression(pattern).slice(1, -1));
  expect([expression.test(matched), expression.test(other)]).toEqual([true, false]);
});

/** What Groovy hands to the shell, read from single-quoted strings. */
function shellLines(groovy: string): string[] {
  const strings = groovy.matchAll(/sh (?:'''([\s\S]*?)'''|'((?:\\.|[^'\\])*)')/g);
  return [...strings].flatMap(([, block, line]) => {
    const text = (block ?? line ?? "").replace(/\\(.)/g, "$1");
    return text
      .split("\n")
      .map((one) => one.trim())
      .filter(Boolean);
  });
}

/** The variables by which each provider tells the second of three jobs. */
const SECOND: Record<string, Record<string, string>> = {
  gitlab: { CI_NODE_INDEX: "2" },
  jenkins: { SHARD: "2" },
  circleci: { CIRCLE_NODE_INDEX: "1" },
  azure: { SYSTEM_JOBPOSITIONINPHASE: "2" },
  buildkite: { BUILDKITE_PARALLEL_JOB: "1" },
  bitbucket: { BITBUCKET_PARALLEL_STEP: "1" },
  tekton: { SHARD: "2" },
};

it.each(Object.keys(SECOND))("%s: each job that shares the services takes another share", (name) => {
  const { steps } = PROVIDERS[name] as Provider;
  const pipeline = pipelineOf({ ...CI_DEFAULTS, shards: 3 }, "./daggerw", name);
  const line =
    linesOf(steps(pipeline.jobs[0] as Job, pipeline)).find((one) => one.includes("test-all")) ?? "";
  const share = /--shard ("[^"]+")/.exec(line)?.[1];
  const printed = execFileSync("sh", ["-c", `echo ${share}`], { env: SECOND[name], encoding: "utf8" });
  expect(printed).toBe("2/3\n");
});
