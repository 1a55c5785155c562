import { type File, func, object } from "@dagger.io/dagger";
import type { PublishedRelease } from "./published.ts";

/**
 * How the publish of many services went.
 *
 * The publish itself never fails once it has begun, so that its reports can be exported also when services
 * did: `check` fails then, and so does `released` where nothing was published.
 */
@object()
export class PublishReport {
  /** Whether every service was published */
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

  /** What was published: one release, or none */
  @func()
  releases!: PublishedRelease[];

  /** The release; fails where nothing was published */
  @func()
  released(): PublishedRelease {
    const [release] = this.releases;
    if (!release) throw new Error([...this.failures, "nothing was published"].join("\n\n"));
    return release;
  }

  /** What was published; fails, with what failed, where a service did */
  @func()
  check(): string {
    const tables = [this.table, ...this.releases.map(({ table }) => table)];
    if (!this.passed) throw new Error([...this.failures, ...tables].join("\n\n"));
    return tables.join("\n\n");
  }
}
