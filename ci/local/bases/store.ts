import { rename, rm, stat, writeFile } from "node:fs/promises";
import { arch } from "node:os";
import { $ } from "zx";
import { today } from "../../../src/cache/days.ts";
import { isCount, isObject, isText } from "../../../src/untrusted-json.ts";
import { cacheDir } from "../paths.ts";
import { makeDirectory } from "../process/directories.ts";
import { markUsed, readJsonFile } from "../process/files.ts";
import { exclusively } from "./lock.ts";

/** A base in the local image store. */
export interface LocalBase {
  /** `localhost/multistage/<name>:<version>-<key>` */
  reference: string;
  /** Of the image's manifest. */
  digest: string;
  /** True where it was there already. */
  cached: boolean;
}

export interface Making {
  /** Makes it anew though it is there: for security updates, which no key shows. */
  refresh?: boolean;
  /**
   * Makes the image and answers its id.
   *
   * @param directory empty, for this attempt only.
   */
  make(directory: string): Promise<string>;
}

/** What must be equal for an image to serve, and isn't in its name. */
function circumstances() {
  return { architecture: arch(), mirror: process.env.MULTISTAGE_DEBIAN_MIRROR ?? "" };
}

/**
 * The image of that name: as it is, or made now. One process makes it, others wait.
 *
 * An image counts only with a note beside it that was written after the image was whole and named.
 */
export async function ensureImage(reference: string, { refresh, make }: Making): Promise<LocalBase> {
  const began = Date.now();
  const there = refresh ? undefined : await noted(reference);
  if (there) return { ...there, cached: true };
  return exclusively(notePath(reference, "lock"), async () => {
    const meanwhile = await noted(reference, refresh ? began : 0);
    if (meanwhile) return { ...meanwhile, cached: true };
    const directory = notePath(reference, "work");
    await removed(directory);
    makeDirectory(directory);
    try {
      return { ...(await note(reference, await make(directory))), cached: false };
    } finally {
      await removed(directory);
    }
  });
}

/** Stops at mounts: a process that outlived a kill may still have the machine's own in there. */
async function removed(directory: string): Promise<void> {
  await $({ quiet: true })`rm -rf --one-file-system ${directory}`;
}

/** Whether the image of that name is here, whole. */
export async function imageHere(reference: string): Promise<boolean> {
  return (await noted(reference)) !== undefined;
}

async function noted(reference: string, notBefore = 0): Promise<Omit<LocalBase, "cached"> | undefined> {
  const known = await readJsonFile(notePath(reference, "json"), isNote);
  if (!known || known.at < notBefore) return undefined;
  if (JSON.stringify(known.circumstances) !== JSON.stringify(circumstances())) return undefined;
  const found = await identified(reference);
  if (found) await markUsed(notePath(reference, "json"));
  return found && found.image === known.image ? { reference, digest: found.digest } : undefined;
}

interface Note {
  image: string;
  circumstances: ReturnType<typeof circumstances>;
  /** Milliseconds since 1970. */
  at: number;
}

function isNote(value: unknown): value is Note {
  return isObject(value) && isText(value.image) && isCount(value.at) && isObject(value.circumstances);
}

async function note(reference: string, image: string) {
  const before = await identified(reference);
  await $({ quiet: true })`buildah tag ${image} ${reference}`;
  // Refused while something is built on it or runs in it: then it stays.
  if (before && before.image !== image) await $({ quiet: true, nothrow: true })`buildah rmi ${before.image}`;
  const file = notePath(reference, "json");
  await writeFile(`${file}.new`, JSON.stringify({ image, circumstances: circumstances(), at: Date.now() }));
  await rename(`${file}.new`, file);
  return { reference, digest: (await identified(reference))?.digest ?? "" };
}

async function identified(reference: string): Promise<{ image: string; digest: string } | undefined> {
  const format = "{{.FromImageID}} {{.FromImageDigest}}";
  const asked = $({
    quiet: true,
    nothrow: true,
  })`buildah inspect --type image --format ${format} ${reference}`;
  const [image, digest] = (await asked).stdout.trim().split(" ");
  return image && digest ? { image, digest } : undefined;
}

/** The file whose date says when an image was used last: without it the image is none. */
export function baseNote(reference: string): string {
  return notePath(reference, "json");
}

/** Removes an image that nobody makes meanwhile, unless it was used since; answers whether it is gone. */
export function forgetImage(reference: string, used: string): Promise<boolean> {
  return exclusively(notePath(reference, "lock"), async () => {
    const file = notePath(reference, "json");
    const now = await stat(file).catch(() => undefined);
    if (now && today(now.mtimeMs) > used) return false;
    const removed = await $({ quiet: true, nothrow: true })`buildah rmi ${reference}`;
    if (removed.exitCode !== 0) return false;
    await rm(file, { force: true });
    return true;
  });
}

function notePath(reference: string, kind: "json" | "lock" | "work"): string {
  return cacheDir("bases", `${reference.replace(/.*\//, "").replace(":", "-")}.${kind}`);
}
