import { $ } from "zx";
import { reproduce } from "../../src/commands/reproduce.ts";
import { EXIT, Failure } from "../../src/failure.ts";
import { isRunResult, type RunResult } from "../../src/report/result.ts";
import { untrustedJson } from "../../src/untrusted-json.ts";
import type { CallOptions } from "./call.ts";
import { runOutput } from "./commands/all.ts";
import { flagsOf } from "./engine.ts";

/** Functions of the module whose report is the data that `--json` of ours prints. */
const REPORTING: Record<string, string> = {
  build: "build-all",
  "build-all": "build-all",
  test: "test-all",
  "test-all": "test-all",
  publish: "publish-all",
  "publish-all": "publish-all",
};

/** Whether a call is told by a report, and not as Dagger would print what its function returns. */
export function isReported(name: string, words: string[], { json }: Pick<CallOptions, "json">): boolean {
  return name in REPORTING && (Boolean(json) || name.endsWith("-all") || isOneBuild(name, words));
}

/** Dagger prints no more of a container than its identifier; a run over services has neither stages nor platforms. */
function isOneBuild(name: string, words: string[]): boolean {
  const has = (flag: string) => words.some((word) => word === flag || word.startsWith(`${flag}=`));
  return name === "build" && has("--service") && !has("--stage") && !has("--platform");
}

/** Prints a function's report as a run without Dagger would. @param words that call it. @returns how it ended. */
export async function reported(options: CallOptions, name: string, words: string[]): Promise<number | null> {
  const stdio: ["inherit", "pipe", "inherit"] = ["inherit", "pipe", "inherit"];
  const { stdout, exitCode } = await $({ nothrow: true, stdio })`dagger ${reportWords(words, name)}`;
  if (exitCode !== 0) return exitCode;
  const suite = name.replace("-all", "");
  const told = untrustedJson(stdout, isRunResult);
  if (!told)
    throw new Failure("dagger answered with something else than a report", {
      lines: stdout.split("\n").slice(-10),
    });
  const result = inOwnWords(told, suite, options);
  const { text, exitCode: code } = await runOutput(options, result, suite);
  process.stdout.write(`${options.json ? JSON.stringify(result, null, 2) : text}\n`);
  return code ?? EXIT.done;
}

/** The words that print a function's report: one service's is that of a run over it alone. */
export function reportWords(words: string[], name: string): string[] {
  const at = words.indexOf(name);
  const said = words.slice(at + 1).filter((word) => !/^--no-fail(=|$)/.test(word));
  const flags = said.map((word) => word.replace(/^--service(?==|$)/, "--only"));
  const before = words.slice(0, at).filter((word) => word !== "--json");
  return [...before, REPORTING[name] ?? name, ...flags, "--no-fail", "report", "contents"];
}

/** A module doesn't know by which words it was called: commands that do one service again have them all. */
export function inOwnWords(result: RunResult, suite: string, options: CallOptions): RunResult {
  const again = (service: string) =>
    reproduce({ flags: flagsOf(options) }, service, suite === "test" ? "test" : "runtime", options);
  const services = result.services.map((one) =>
    one.error?.reproduce ? { ...one, error: { ...one.error, reproduce: again(one.name) } } : one,
  );
  return { ...result, services };
}
