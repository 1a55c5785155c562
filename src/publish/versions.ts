import { compare } from "../yaml/fault.ts";

/** A version as git tags and `--version` give it. */
export interface Version {
  /** Without a leading `v`. */
  text: string;
  numbers: number[];
  /** `rc.1` of `2.0.0-rc.1`. */
  prerelease: string;
}

const VERSION = /^v?(\d{1,9}(?:\.\d{1,9}){0,3})(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?$/;

/** Reads `1.4.0`, `v1.4.0`, `2.0.0-rc.1`, `1.4.0+build.7`; undefined where it is something else. */
export function parseVersion(text: string): Version | undefined {
  const [, numbers, prerelease = ""] = VERSION.exec(text) ?? [];
  if (!numbers) return undefined;
  return { text: text.replace(/^v/, ""), numbers: numbers.split(".").map(Number), prerelease };
}

/**
 * The version that git tags on one revision give a service: its own (`api/v1.4.0`, `api-1.4.0`, `api@1.4.0`)
 * before the repository's (`v1.4.0`), the highest of several. Tags that are no versions don't count.
 */
export function versionOf(service: string, tags: string[]): string | undefined {
  const own = tags.flatMap((tag) => ownPart(service, tag));
  const candidates = own.length ? own : tags;
  const versions = candidates.flatMap((tag) => parseVersion(tag) ?? []);
  return versions.sort(byPrecedence).at(-1)?.text;
}

function ownPart(service: string, tag: string): string[] {
  if (!tag.startsWith(service)) return [];
  const rest = tag.slice(service.length);
  return /^[/@-]/.test(rest) && parseVersion(rest.slice(1)) ? [rest.slice(1)] : [];
}

/** Lower versions first; a pre-release comes before its release, as semantic versioning has it. */
function byPrecedence(a: Version, b: Version): number {
  for (let at = 0; at < 4; at += 1) {
    const difference = (a.numbers[at] ?? 0) - (b.numbers[at] ?? 0);
    if (difference) return difference;
  }
  if (!a.prerelease || !b.prerelease) return Number(!a.prerelease) - Number(!b.prerelease);
  return byIdentifiers(a.prerelease, b.prerelease) || compare(a.text, b.text);
}

function byIdentifiers(a: string, b: string): number {
  const [left, right] = [a.split("."), b.split(".")];
  for (const [at, one] of left.entries()) {
    const other = right[at];
    if (other === undefined) return 1;
    if (one === other) continue;
    const [isNumber, otherIsNumber] = [one, other].map((part) => /^\d+$/.test(part));
    if (isNumber && otherIsNumber) return Number(one) - Number(other);
    if (isNumber !== otherIsNumber) return isNumber ? -1 : 1;
    return compare(one, other);
  }
  return left.length - right.length;
}
