import { createHash } from "node:crypto";
import { TRUSTED } from "./domain.ts";

/** What an entry tells of. */
export type EntryKind = "image" | "test" | "lint" | "times" | ParentKind;

/** Of images that builds start from: bases of Debian packages, stages with dependencies. */
export type ParentKind = "base" | "dependencies";

/** Changes when entries are written or found otherwise than before: older ones are not found then. */
const FORM = "1";

/**
 * The key of an entry: of what was planned, and of the images that its bases are.
 *
 * @param bases identity of each base by its address. One that says its own digest has none.
 */
export function entryKey(planned: string, bases: Record<string, string> = {}): string {
  const named = Object.entries(bases).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash("sha256")
    .update(JSON.stringify([FORM, planned, named]))
    .digest("hex");
}

/** The tag of an entry in the cache's repository: `main.image.3f…`. No domain and no kind has a dot. */
export function entryTag(domain: string, kind: EntryKind, key: string): string {
  return `${domain}.${kind}.${key}`;
}

/** Reads {@link entryTag} back; undefined for any other tag. */
export function parseEntryTag(tag: string): { domain: string; kind: string; key: string } | undefined {
  const [, domain, kind, key] = /^([a-z0-9-]+)\.([a-z]+)\.([0-9a-f]{64})$/.exec(tag) ?? [];
  return domain && kind && key ? { domain, kind, key } : undefined;
}

/** The domains that one reads, in this order: what a pull request wrote, the protected branch never reads. */
export function readsFrom(domain: string): string[] {
  return [...new Set([domain, TRUSTED])];
}
