import type { Refusal } from "../failure.ts";

/** What is known about a publish: everything that tags and labels may depend on, as plain data. */
export interface Facts {
  /** Where it is published to: `production`. */
  environment: string;
  /** Full revision of the sources; absent where there is no version control and none was said. */
  revision?: string;
  /** Asked for, or a git tag on the revision: `1.4.0`, without a leading `v`. Absent where there is neither. */
  version?: string;
  /** Whether files differ from the revision. */
  dirty: boolean;
  /** The revision's commit time in seconds since 1970; 0 where it isn't known. */
  created: number;
  /** Web address of the sources; absent where it isn't known. */
  source?: string;
}

/** As much of a revision as tags show. */
const REVISION_DIGITS = 12;

/** The first 12 digits. */
export function shortRevision(revision: string): string {
  return revision.slice(0, REVISION_DIGITS);
}

/** `2026-11-21T10:00:00Z`: the same on every machine, whatever its time zone. */
export function timestamp(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace(/\.\d+Z$/, "Z");
}

/** Why these facts can't be published, or undefined. */
export function unpublishable({ revision, version }: Facts): Refusal | undefined {
  if (!revision && !version)
    return {
      message: "nothing says which sources these are: there is no git repository",
      next: "say --revision or --version",
    };
  if (revision && !/^[0-9a-f]{12,64}$/.test(revision))
    return { message: `--revision ${revision}: expected 12 to 64 hexadecimal digits`, next: "" };
  return undefined;
}
