import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import type { LastRun } from "../../../src/engine.ts";
import { isRecordOf, isText } from "../../../src/untrusted-json.ts";
import { cacheDir } from "../paths.ts";
import { placeFile, readJsonFile } from "../process/files.ts";

/** What the last runs built of a source root. */
export function lastRunOf(root: string) {
  const file = cacheDir("last-run", createHash("sha256").update(root).digest("hex").slice(0, 16));
  return {
    read: async () => (await readJsonFile(file, isLastRun)) ?? {},
    write: (run: LastRun) => placeFile(file, (path) => writeFile(path, JSON.stringify(run))),
  };
}

function isLastRun(value: unknown): value is LastRun {
  return isRecordOf(value, (one) => isRecordOf(one, isText));
}
