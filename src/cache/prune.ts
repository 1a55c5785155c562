import { daysBetween } from "./days.ts";

/** Something that a cache keeps. */
export interface Held {
  /** By which whoever keeps it knows it. */
  name: string;
  /** The day of its last use: `2026-11-27`; undefined where nobody can use it. */
  used?: string;
  /** What it consists of; others may have parts of it in common. */
  parts: HeldPart[];
}

export interface HeldPart {
  id: string;
  bytes: number;
}

/** How much a cache may keep. */
export interface Limits {
  /** Days that something is kept after its last use. */
  keepDays: number;
  /** Bytes of all that is kept: what was used longest ago goes first, and what was used today stays. Unbounded by default. */
  maxBytes?: number;
}

/** What pruning does, or has done. */
export interface Pruning<H extends Held = Held> {
  goes: H[];
  stays: H[];
  /** Bytes that nothing needs any more. */
  freedBytes: number;
  keptBytes: number;
}

/** Decides what goes: what nothing used for so long, and then, where the rest is too much, what was used longest ago. */
export function planPruning<H extends Held>(
  all: H[],
  { keepDays, maxBytes = Number.POSITIVE_INFINITY }: Limits,
  today: string,
): Pruning<H> {
  const isOld = ({ used }: Held) => used === undefined || daysBetween(used, today) > keepDays;
  const newestFirst = all.filter((one) => !isOld(one)).sort((a, b) => compare(b, a));
  const inUse = newestFirst.filter(({ used = "" }) => used >= today);
  const staying = new Set(within(newestFirst, Math.max(bytesOf(inUse), maxBytes)));
  return pruningOf(all, (one) => !staying.has(one));
}

/** The pruning by which some of all go: parts that others have in common stay with them. */
export function pruningOf<H extends Held>(all: H[], isGone: (one: H) => boolean): Pruning<H> {
  const [goes, stays] = [all.filter(isGone), all.filter((one) => !isGone(one))];
  const keptBytes = bytesOf(stays);
  return { goes, stays, keptBytes, freedBytes: bytesOf(all) - keptBytes };
}

/** The first of them that have room: from the one on that has none, all go. */
function within<H extends Held>(all: H[], maxBytes: number): H[] {
  const seen = new Set<string>();
  let total = 0;
  const full = all.findIndex(({ parts }) => {
    total += added(parts, seen);
    return total > maxBytes;
  });
  return full < 0 ? all : all.slice(0, full);
}

/** Bytes of all, each part once. */
export function bytesOf(all: Held[]): number {
  const seen = new Set<string>();
  return all.reduce((sum, { parts }) => sum + added(parts, seen), 0);
}

function added(parts: HeldPart[], seen: Set<string>): number {
  const others = parts.filter(({ id }) => !seen.has(id));
  for (const { id } of others) seen.add(id);
  return others.reduce((sum, { bytes }) => sum + bytes, 0);
}

function compare(a: Held, b: Held): number {
  const [one, other] = [a.used ?? "", b.used ?? ""];
  return one === other ? 0 : one < other ? -1 : 1;
}
