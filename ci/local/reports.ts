import { appendFile, mkdir, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { junit } from "../../src/report/junit.ts";
import { dotenv, githubAnnotations, githubSummary } from "../../src/report/providers.ts";
import type { RunResult } from "../../src/report/result.ts";
import type { Values } from "./arguments.ts";

/** Writes the reports that were asked for, and those that the CI provider has a place for. */
export async function writeReports(values: Values, result: RunResult, suite: string): Promise<void> {
  if (values.junit) await write(String(values.junit), junit(result, suite));
  if (values.dotenv) await write(String(values.dotenv), dotenv(result));
  const summary = process.env.GITHUB_STEP_SUMMARY;
  if (summary) await appendFile(summary, githubSummary(result));
  if (process.env.GITHUB_ACTIONS === "true") process.stderr.write(githubAnnotations(result));
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(resolve(path)), { recursive: true });
  await writeFile(path, text);
}
