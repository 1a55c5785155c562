import { lstat, mkdtemp, readFile, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Directory } from "@dagger.io/dagger";
import { READ } from "../languages/table.ts";

/**
 * The texts of files that detection reads, by path. They come to this function's own container at once: an engine would
 * take longer for a question about each than for all else that a call does.
 *
 * @param paths of files that match `READ`.
 */
export async function textsOf(directory: Directory, paths: string[]): Promise<Map<string, string>> {
  if (!paths.length) return new Map();
  const copy = await realpath(await mkdtemp(join(tmpdir(), "multistage-sources-")));
  try {
    await directory.filter({ include: READ }).export(copy);
    const read = async (path: string) => [path, await textOf(directory, copy, path)] as const;
    return new Map(await Promise.all(paths.map(read)));
  } finally {
    await rm(copy, { recursive: true });
  }
}

/** What links lead to is the engine's to say: here they would lead into this container. */
async function textOf(directory: Directory, copy: string, path: string): Promise<string> {
  const file = join(copy, path);
  const isPlain = await lstat(file).then(
    async (stat) => stat.isFile() && (await realpath(file)) === file,
    () => false,
  );
  return isPlain ? readFile(file, "utf8") : directory.file(path).contents();
}
