import { writeFile } from "node:fs/promises";
import type { Destination } from "../../../src/publish/reference.ts";
import type { KnownRelease } from "../../../src/release/numbers.ts";
import { releaseTag } from "../../../src/release/release.ts";
import { cacheDir } from "../paths.ts";
import { placeFile } from "../process/files.ts";

/** Writes a release beside the cache, too: under its number, and as its environment's newest. */
export async function keepRelease({ prefix }: Destination, { release }: KnownRelease): Promise<void> {
  const { environment, number } = release;
  const text = `${JSON.stringify(release, null, 2)}\n`;
  const folder = prefix.replace(/[^\w.-]+/g, "-");
  for (const name of [environment, releaseTag(environment, number)])
    await placeFile(cacheDir("releases", folder, `${name}.json`), (path) => writeFile(path, text));
}
