import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { takeFlags } from "../../../ci/local/arguments.ts";
import { FUNCTIONS } from "../../../ci/local/functions.ts";
import { PROJECT } from "../../../ci/local/paths.ts";
import { PIPELINE } from "../../../ci/providers/pipeline.ts";
import { fileText, PROVIDERS } from "../../../ci/providers/providers.ts";

const SECRETS = /REGISTRY_PASSWORD|GITHUB_TOKEN|CI_JOB_TOKEN/;

const each = Object.entries(PROVIDERS);
const { github, gitlab, jenkins } = PROVIDERS as Record<
  "github" | "gitlab" | "jenkins",
  (typeof PROVIDERS)[string]
>;

describe.each(each)("%s", (_name, provider) => {
  it("the checked-in file is what the description gives: else run ci/providers/generate", () => {
    const there = readFileSync(join(PROJECT, "ci/providers", provider.file), "utf8");
    expect(there).toBe(fileText(provider));
  });

  it.each(
    PIPELINE.jobs.map((job) => [job.name, job] as const),
  )("%s: one call a line, all known", (_job, job) => {
    const calls = provider
      .steps(job)
      .flatMap(({ lines }) => lines.filter((line) => line.includes("./daggerw")));
    expect(calls).toHaveLength(job.calls.length);
    for (const line of calls) {
      const words = line.replace(/\$\{REGISTRY:\+(.*)\}/, "$1").split(" ");
      expect(words.slice(0, 2)).toEqual(["./daggerw", "call"]);
      const called = FUNCTIONS[words[2] ?? ""];
      expect(called, line).toBeDefined();
      expect(takeFlags(words.slice(3), line, called?.flags ?? {}).rest).toEqual([]);
    }
  });

  it("no secret stands in a command", () => {
    for (const line of PIPELINE.jobs.flatMap((job) => provider.steps(job)).flatMap(({ lines }) => lines))
      expect(line).not.toMatch(SECRETS);
  });
});

describe("the steps that are tested are those that are generated", () => {
  it.each(PIPELINE.jobs.map((job) => [job.name, job] as const))("%s", (name, job) => {
    const lines = (provider: typeof github) => provider.steps(job).flatMap((step) => step.lines);
    const workflow = parse(github.render()).jobs[name];
    const runs = workflow.steps.flatMap(({ run }: { run?: string }) => run?.trimEnd().split("\n") ?? []);
    expect(runs).toEqual(lines(github));
    const { before_script, script } = parse(gitlab.render())[`multistage:${name}`];
    expect([...before_script, ...script]).toEqual(lines(gitlab));
    const stage = jenkins.render().split(`stage('${job.title}')`)[1]?.split("    stage(")[0] ?? "";
    expect(shellLines(stage)).toEqual(lines(jenkins));
  });

  it("GitHub fills nothing into a script, where it would be run as code", () => {
    for (const job of Object.values<{ steps: { run?: string }[] }>(parse(github.render()).jobs))
      for (const { run } of job.steps) expect(run ?? "").not.toContain("${" + "{");
  });

  it("only jobs that publish get the registry's credentials", () => {
    const { jobs } = parse(github.render());
    expect(JSON.stringify(jobs.verify)).not.toContain("secrets.");
    expect(JSON.stringify(jobs.publish)).toContain("secrets.REGISTRY_PASSWORD");
    expect(JSON.stringify(jobs.promote)).toContain("secrets.REGISTRY_PASSWORD");
    expect(jenkins.render().match(/credentialsId: 'registry'/g)).toHaveLength(2);
  });
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
