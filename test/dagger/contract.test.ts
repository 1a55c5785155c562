import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "vitest";
import { $ } from "zx";
import { runExitCode } from "../../src/commands/index.ts";
import { exitCodeOf } from "../../src/report/exit-code.ts";
import type { RunResult, ServiceResult } from "../../src/report/result.ts";
import { type Ended, expectEnd } from "../contract/observe.ts";
import { flags, SITUATIONS, type Situation } from "../contract/situations.ts";
import { call, directoryOf, testBases, unavailable } from "./engine.ts";

/** A repository of the situation's files, with what is to be committed before them. */
async function repositoryOf({ files, committed }: Situation): Promise<string> {
  const before = committed === true ? files : (committed ?? files);
  const source = directoryOf({ "bases.yaml": testBases(), ...before });
  const git = $({ quiet: true, cwd: source });
  if (committed)
    await git`git init -q && git add -A && git -c user.name=a -c user.email=a@b.example commit -qm first`;
  for (const [path, text] of Object.entries(files))
    if (before[path] !== text) writeFileSync(join(source, path), text);
  return source;
}

async function ended(situation: Situation): Promise<Ended> {
  const source = await repositoryOf(situation);
  const [name, options = {}] = situation.call;
  const words = [name, "--source", source, ...flags(options)];
  if (situation.committed) words.push("--git", join(source, ".git"));
  if (name === "publish-all") words.push("--registry", "registry.example/team");
  if (name.endsWith("-all")) words.push("--no-fail", "report", "contents");
  const { exitCode, stdout, stderr } = await call(words);
  rmSync(source, { recursive: true });
  if (exitCode !== 0) return { exitCode: exitCode ?? -1, text: stderr };
  const result = name.endsWith("-all") ? (JSON.parse(stdout) as RunResult) : { services: listed(stdout) };
  return { exitCode: meant(name, result), result, text: stdout };
}

/** What the report of a run means; a function that lists has listed. */
function meant(name: string, result: RunResult): number {
  if (name === "publish-all") return exitCodeOf(result);
  return name.endsWith("-all") ? runExitCode(result) : 0;
}

/** What the functions that print a text say of each service, in the order of names. */
function listed(text: string): ServiceResult[] {
  const found = text.split("\n").flatMap((line): Partial<ServiceResult>[] => {
    const [, skipped, why] = /^ {2}([\w-]+): (.*)$/.exec(line) ?? [];
    if (skipped)
      return [{ name: skipped, status: "skipped", error: { message: why ?? "", exitCode: 2, lines: [] } }];
    const [, affected, reason] = /^([\w-]+): +(.*)$/.exec(line) ?? [];
    if (affected) return [{ name: affected, status: "planned", reason }];
    const [, planned] = /^([\w-]+) (?:\(| *\w+ .*services\/)/.exec(line) ?? [];
    return planned ? [{ name: planned, status: "planned", tags: tagsOf(text, planned) }] : [];
  });
  return found.sort((a, b) => ((a.name ?? "") < (b.name ?? "") ? -1 : 1)) as ServiceResult[];
}

function tagsOf(text: string, service: string): string[] | undefined {
  return new RegExp(`^${service} \\([^]*?\\n {2}tags +(.*)`, "m").exec(text)?.[1]?.split(" ");
}

describe.skipIf(unavailable)("every command, on an engine of Dagger's", { timeout: 1_200_000 }, () => {
  it.each(SITUATIONS.map((one) => [one.name, one] as const))("%s", async (_, situation) => {
    expectEnd(await ended(situation), situation.expected);
  });
});
