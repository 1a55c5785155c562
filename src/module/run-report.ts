import { type File, func, object } from "@dagger.io/dagger";

/**
 * How a run over many services went.
 *
 * The run itself never fails, so that its reports can be exported also when services did: `check` fails then.
 */
@object()
export class RunReport {
  /** Whether every service is fine */
  @func()
  passed!: boolean;

  /** A row for each service, then how the run went */
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

  /** The table; fails, with what failed, where a service did */
  @func()
  check(): string {
    if (!this.passed) throw new Error([...this.failures, this.table].join("\n\n"));
    return this.table;
  }
}
