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

/** What pruning does, before it does it. */
export interface Pruning {
  goes: Held[];
  stays: Held[];
  /** Bytes that nothing needs any more. */
  freedBytes: number;
  keptBytes: number;
}

/** Decides what goes: what nothing used for so long, and then, where the rest is too much, what was used longest ago. */
export function planPruning(
  all: Held[],
  { keepDays, maxBytes = Number.POSITIVE_INFINITY }: Limits,
  today: string,
): Pruning {
  const isOld = ({ used }: Held) => used === undefined || daysBetween(used, today) > keepDays;
  const newestFirst = all.filter((one) => !isOld(one)).sort((a, b) => compare(b, a));
  const inUse = newestFirst.filter(({ used = "" }) => used >= today);
  const stays = within(newestFirst, Math.max(bytesOf(inUse), maxBytes));
  const keptBytes = bytesOf(stays);
  const staying = new Set(stays);
  const goes = all.filter((one) => !staying.has(one));
  return { goes, stays, keptBytes, freedBytes: bytesOf(all) - keptBytes };
}

/** The first of them that have room: from the one on that has none, all go. */
function within(all: Held[], maxBytes: number): Held[] {
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
