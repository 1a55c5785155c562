import { closeSync, constants, openSync, readlinkSync } from "node:fs";
import { join } from "node:path";

/** A directory of a source root, kept open: what is opened by its descriptor lies in it, whatever becomes of its path. */
interface OpenDirectory {
  root: string;
  directory: string;
  /** Undefined where it isn't what its path says. */
  descriptor: number | undefined;
}

/** Files come by directories: the last one is enough. */
let last: OpenDirectory | undefined;

/**
 * A path by which a file is opened without a part of its own path being looked up again; undefined where a part of it is a
 * link, nothing is there, or nobody tells: only Linux does. Valid until the next call, and for as long as nothing is waited for.
 *
 * @param path a file's, relative to the root.
 */
export function placeOf(root: string, path: string): string | undefined {
  const slash = path.lastIndexOf("/");
  const directory = slash < 0 ? "." : path.slice(0, slash);
  const { descriptor } = last?.root === root && last.directory === directory ? last : keep(root, directory);
  return descriptor === undefined ? undefined : `/proc/self/fd/${descriptor}/${path.slice(slash + 1)}`;
}

/** Where an open file lies by the kernel's word: no name is looked up again. */
export function kernelPath(file: number): string | undefined {
  try {
    return readlinkSync(`/proc/self/fd/${file}`);
  } catch {
    return undefined;
  }
}

/** Closed when this turn of the event loop ends: later the directory may be another one. */
function keep(root: string, directory: string): OpenDirectory {
  if (!last) setImmediate(release);
  else if (last.descriptor !== undefined) closeSync(last.descriptor);
  last = { root, directory, descriptor: undefined };
  last.descriptor = opened(root, directory);
  return last;
}

function release(): void {
  if (last?.descriptor !== undefined) closeSync(last.descriptor);
  last = undefined;
}

/** A directory, if the kernel calls it as the caller does. */
function opened(root: string, directory: string): number | undefined {
  const path = join(root, directory);
  let descriptor: number;
  try {
    descriptor = openSync(path, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  } catch {
    return undefined;
  }
  if (kernelPath(descriptor) === path) return descriptor;
  closeSync(descriptor);
  return undefined;
}
