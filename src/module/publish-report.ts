import { dag, type File, func, object } from "@dagger.io/dagger";
import type { PublishRun } from "../commands/index.ts";
import { EXIT, Failure, failureText } from "../failure.ts";
import { exitCodeOf } from "../report/exit-code.ts";
import { junit } from "../report/junit.ts";
import { runTable } from "../report/table.ts";
import { refuseRun, reporting } from "./error-report.ts";
import { type PublishedRelease, publishedRelease } from "./published.ts";
import { reportFile } from "./run-report.ts";

/** How the publish of many services went */
@object()
export class PublishReport {
  /** Whether every service was published */
  @func()
  passed!: boolean;

  /** A row for each service, then how the run went, then what was published */
  @func()
  table!: string;

  /** What failed: service, stage, command, last lines */
  @func()
  failures!: string[];

  /** The same as data, in the form of result.schema.json */
  @func()
  report!: File;

  /** The same as JUnit XML */
  @func()
  junit!: File;

  /** What was published: one release, or none */
  @func()
  releases!: PublishedRelease[];

  /** What the same failure ends with without an engine. */
  exitCode!: number;

  /** The release; fails where nothing was published */
  @func()
  async released(): Promise<PublishedRelease> {
    return reporting(async () => {
      const [release] = this.releases;
      if (release) return release;
      throw this.failed("nothing was published");
    });
  }

  /** What was published; fails, with what failed, where a service did */
  @func()
  async check(): Promise<string> {
    return reporting(async () => {
      if (this.passed) return this.table;
      throw this.failed(this.table);
    });
  }

  private failed(last: string): Failure {
    return new Failure([...this.failures, last].join("\n\n"), { exitCode: this.exitCode || EXIT.service });
  }
}

/** @param noFail a report also where a service failed. @throws a `Failure` with what failed otherwise. */
export function publishReport({ result, moved, failures }: PublishRun, noFail: boolean): PublishReport {
  const releases = moved ? [publishedRelease(moved)] : [];
  const table = [runTable(result), ...releases.map((release) => release.table)].join("\n\n");
  const exitCode = exitCodeOf(result);
  if (!noFail) refuseRun(result, table, exitCode, failures);
  return Object.assign(new PublishReport(), {
    passed: exitCode === 0,
    exitCode,
    table,
    failures: failures.map(failureText),
    report: reportFile(result),
    junit: dag.file("junit.xml", junit(result, "publish")),
    releases,
  });
}
