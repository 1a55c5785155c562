import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { today } from "../../../src/cache/days.ts";

/** A file of the cache directory. */
export interface KeptFile {
  path: string;
  bytes: number;
  /** The day on which it was written, or last used where that is noted. */
  used: string;
}

/** The files of a folder, those below it not among them; none where there is no such. */
export async function filesIn(folder: string): Promise<KeptFile[]> {
  const names = await readdir(folder).catch(() => []);
  const files = await Promise.all(names.map((name) => fileAt(join(folder, name))));
  return files.flat();
}

async function fileAt(path: string): Promise<KeptFile[]> {
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() ? [{ path, bytes: found.size, used: today(found.mtimeMs) }] : [];
}
