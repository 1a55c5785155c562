import { appendFile } from "node:fs/promises";
import { junit } from "../../../src/report/junit.ts";
import { dotenv, githubAnnotations, githubSummary } from "../../../src/report/providers.ts";
import type { RunResult } from "../../../src/report/result.ts";
import type { Values } from "../arguments.ts";
import { refuseNoFile, writeTo } from "./destination.ts";

/** @throws a `Failure` (exit 2), before any work, where a report that is asked for can't be written. */
export function refuseReports({ junit, dotenv }: Values): void {
  if (junit !== undefined) refuseNoFile("--junit", String(junit), "junit.xml");
  if (dotenv !== undefined) refuseNoFile("--dotenv", String(dotenv), "digests.env");
}

/** Writes the reports that were asked for, and those that the CI provider has a place for. */
export async function writeReports(values: Values, result: RunResult, suite: string): Promise<void> {
  if (values.junit) await writeTo(String(values.junit), junit(result, suite));
  if (values.dotenv) await writeTo(String(values.dotenv), dotenv(result));
  const summary = process.env.GITHUB_STEP_SUMMARY;
  if (summary) await appendFile(summary, githubSummary(result));
  if (process.env.GITHUB_ACTIONS === "true") process.stderr.write(githubAnnotations(result));
}
