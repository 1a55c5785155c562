import { appendFile } from "node:fs/promises";
import { junit } from "../../../src/report/junit.ts";
import { dotenv, githubAnnotations, githubSummary } from "../../../src/report/providers.ts";
import type { RunResult } from "../../../src/report/result.ts";
import { refuseNoFile, writeTo } from "./destination.ts";

/** Files that reports are asked for in. */
export interface Reports {
  junit?: string;
  dotenv?: string;
}

/** @throws a `Failure` (exit 2), before any work, where a report that is asked for can't be written. */
export function refuseReports({ junit, dotenv }: Reports): void {
  if (junit !== undefined) refuseNoFile("--junit", junit, "junit.xml");
  if (dotenv !== undefined) refuseNoFile("--dotenv", dotenv, "digests.env");
}

/** Writes the reports that were asked for, and those that the CI provider has a place for. */
export async function writeReports(reports: Reports, result: RunResult, suite: string): Promise<void> {
  if (reports.junit) await writeTo(reports.junit, junit(result, suite));
  if (reports.dotenv) await writeTo(reports.dotenv, dotenv(result));
  const summary = process.env.GITHUB_STEP_SUMMARY;
  if (summary) await appendFile(summary, githubSummary(result));
  if (process.env.GITHUB_ACTIONS === "true") process.stderr.write(githubAnnotations(result));
}
