import { today } from "../cache/days.ts";
import { type FoundEntry, parseEntry } from "../cache/entry.ts";
import { parseEntryTag } from "../cache/keys.ts";
import type { Held, Pruning } from "../cache/prune.ts";
import { sha256 } from "../publish/digest.ts";
import { requireAll } from "../publish/pool.ts";
import { type Publisher, RegistryFailure } from "../publish/publisher.ts";
import { layersText } from "./released.ts";

/** An entry of a registry's cache. */
export interface HeldEntry extends Held {
  /** Of its manifest. */
  digest: string;
  /** Digest of the manifest that said so before: nobody removed it, since somebody might have been reading it. */
  replaced?: string;
}

/** Most manifests of one entry that are looked through. */
const MOST_REPLACED = 100;

/**
 * What a registry's cache has. What has the tag of an entry and is none was left by a writer that was killed.
 *
 * @param released layers of images that releases name: they are in use.
 */
export async function heldEntries(
  publisher: Publisher,
  repository: string,
  released: Set<string>,
): Promise<HeldEntry[]> {
  const tags = (await publisher.tags(repository)).filter((tag) => parseEntryTag(tag));
  const read = await requireAll(tags, async (tag) => {
    const text = await publisher.manifest(repository, tag);
    return text === undefined ? [] : [heldEntry(tag, text, released)];
  });
  return read.flat();
}

function heldEntry(tag: string, text: string, released: Set<string>): HeldEntry {
  const found = parseEntry(text, parseEntryTag(tag)?.key ?? "");
  const digest = sha256(text);
  if (!found) return { name: tag, digest, parts: [] };
  const { entry, manifest } = found;
  const blobs = entry.image ? [manifest.config, ...manifest.layers] : [];
  const own = { id: digest, bytes: Buffer.byteLength(text) };
  return {
    name: tag,
    digest,
    used: entry.image && released.has(layersText(manifest.layers)) ? today() : entry.used,
    replaced: entry.replaced,
    parts: [own, ...blobs.map(({ digest: id, size }) => ({ id, bytes: size }))],
  };
}

/** What came of removing. */
export interface Removal {
  /** Digests of the manifests that are gone. */
  gone: Set<string>;
  /** Why something stayed that should have gone. */
  refused?: string;
}

/** Removes entries, and manifests that were replaced. */
export async function removeEntries(
  publisher: Publisher,
  repository: string,
  { goes, stays }: Pruning<HeldEntry>,
): Promise<Removal> {
  const staying = new Set(stays.map(({ digest }) => digest));
  const before = (entry: HeldEntry) => replacedBefore(publisher, repository, entry);
  const replaced = await requireAll([...goes, ...stays], before);
  const all = new Set([...goes.map(({ digest }) => digest), ...replaced.flat()]);
  return removed(
    publisher,
    repository,
    [...all].filter((digest) => !staying.has(digest)),
  );
}

/** What an entry's manifests replaced, those before them included. */
async function replacedBefore(publisher: Publisher, repository: string, entry: HeldEntry): Promise<string[]> {
  const found: string[] = [];
  for (let digest = entry.replaced; digest && found.length < MOST_REPLACED; ) {
    const text = await publisher.manifest(repository, digest);
    const before: FoundEntry | undefined = parseEntry(text ?? "", parseEntryTag(entry.name)?.key ?? "");
    if (!before) break;
    found.push(digest);
    digest = before.entry.replaced;
  }
  return found;
}

/** A registry that removes nothing is asked once. */
async function removed(
  publisher: Publisher,
  repository: string,
  [first, ...rest]: string[],
): Promise<Removal> {
  const gone = new Set<string>();
  if (first === undefined) return { gone };
  const tried = async (digest: string) => {
    const refusal = await refusalOf(publisher, repository, digest);
    if (!refusal) gone.add(digest);
    return refusal;
  };
  const refusal = await tried(first);
  if (refusal?.isFinal)
    return { gone, refused: `the registry removes nothing, its own rules for old tags can: ${refusal.why}` };
  const [one] = [refusal, ...(await requireAll(rest, tried))].filter((each) => each !== undefined);
  return one ? { gone, refused: `some are left: ${one.why}` } : { gone };
}

/** Why a manifest is still there after its removal; 404 may mean that it was gone before, or that nothing is removed. */
async function refusalOf(publisher: Publisher, repository: string, digest: string) {
  try {
    await publisher.remove(repository, digest);
    return undefined;
  } catch (error) {
    if (!(error instanceof RegistryFailure)) throw error;
    const isGone = error.fault === "absent" && (await publisher.manifest(repository, digest)) === undefined;
    return isGone
      ? undefined
      : { why: error.lines.at(-1) ?? error.message, isFinal: error.fault !== "passing" };
  }
}
