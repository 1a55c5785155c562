import { type Directory, dag, type File, func, object, type Secret, type Socket } from "@dagger.io/dagger";
import { TRUSTED } from "../cache/domain.ts";
import { buildAll, runExitCode, testAll } from "../commands/index.ts";
import type { RunOptions } from "../commands/options.ts";
import { failureText } from "../failure.ts";
import { junit } from "../report/junit.ts";
import { isRunResult, type RunResult } from "../report/result.ts";
import { runTable } from "../report/table.ts";
import { untrustedJson } from "../untrusted-json.ts";
import { type DaggerOptions, openDagger } from "./engine.ts";
import { refuseRun, reporting } from "./error-report.ts";

/**
 * How a run over many services went.
 *
 * One that may fail runs only when it is asked how it went, and anew each time: what Dagger's cache of functions keeps
 * of it is the question.
 */
@object()
export class RunReport {
  source!: Directory;
  git!: Directory[];
  secret!: Secret[];
  secretName!: string[];
  ssh!: Socket[];
  /** Whose caches are used. */
  domain!: string;
  /** `build` or `test`. */
  suite!: string;
  /** The run's options as JSON. */
  options!: string;
  /** Its result as JSON; empty before it has run. */
  result!: string;

  /** Whether every service is fine */
  @func({ cache: "session" })
  async passed(): Promise<boolean> {
    return reporting(async () => runExitCode(await resultOf(this)) === 0);
  }

  /** A row for each service, then how the run went */
  @func({ cache: "session" })
  async table(): Promise<string> {
    return reporting(async () => runTable(await resultOf(this), this.suite));
  }

  /** What failed: service, stage, command, last lines */
  @func({ cache: "session" })
  async failures(): Promise<string[]> {
    return reporting(async () => {
      const { services } = await resultOf(this);
      return services.flatMap(({ error }) => (error ? [failureText(error)] : []));
    });
  }

  /** The same as data, in the form of result.schema.json */
  @func({ cache: "session" })
  async report(): Promise<File> {
    return reporting(async () => reportFile(await resultOf(this)));
  }

  /** The same as JUnit XML */
  @func({ cache: "session" })
  async junit(): Promise<File> {
    return reporting(async () => dag.file("junit.xml", junit(await resultOf(this), this.suite)));
  }

  /** The table; fails, with what failed, where a service did */
  @func()
  async check(): Promise<string> {
    return reporting(async () => {
      const result = await resultOf(this);
      const table = runTable(result, this.suite);
      refuseRun(result, table, runExitCode(result));
      return table;
    });
  }
}

/** @param noFail the run waits until somebody asks how it went. @throws a `Failure` where a service failed. */
export async function runReport(
  suite: "build" | "test",
  source: Directory,
  { secret = [], secretName = [], ssh, git, domain = TRUSTED }: DaggerOptions,
  options: RunOptions,
  noFail: boolean,
): Promise<RunReport> {
  const asked = {
    source,
    git: git ? [git] : [],
    secret,
    secretName,
    ssh: ssh ? [ssh] : [],
    domain,
    suite,
    options: JSON.stringify(options),
  };
  const report = Object.assign(new RunReport(), { ...asked, result: "" });
  if (noFail) return report;
  const result = await resultOf(report);
  refuseRun(result, runTable(result, suite), runExitCode(result));
  return Object.assign(report, { result: JSON.stringify(result) });
}

/** A run's result as a file, in the form of result.schema.json. */
export function reportFile(result: RunResult): File {
  return dag.file("report.json", `${JSON.stringify(result, null, 2)}\n`);
}

async function resultOf({
  source,
  git,
  secret,
  secretName,
  ssh,
  domain,
  suite,
  options,
  result,
}: RunReport): Promise<RunResult> {
  const known = result && untrustedJson(result, isRunResult);
  if (known) return known;
  const engine = await openDagger(source, { git: git[0], secret, secretName, ssh: ssh[0], domain });
  return (suite === "test" ? testAll : buildAll)(engine, JSON.parse(options) as RunOptions);
}
