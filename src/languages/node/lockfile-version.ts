import type { Snapshot } from "../../files/snapshot.ts";

/** A release of a manager, and the line of the lockfile that asks for it. */
export interface LockedBy {
  version: string;
  line: RegExp;
}

/** `lockfileVersion: '6.0'`: https://github.com/pnpm/spec/tree/master/lockfile */
const PNPM = /^lockfileVersion: '?(\d+)/m;
/** `__metadata:` and its `version: 6`, which Yarn 1 doesn't write. */
const YARN = /^__metadata:\s+version: (\d+)/m;

/**
 * The release that wrote a lockfile, where only its format tells: later ones refuse it, or would write it anew.
 * Undefined where the one that is taken by default reads it.
 */
export function lockedBy(tree: Snapshot, manager: string): LockedBy | undefined {
  const isPnpm = manager === "pnpm";
  const said = isPnpm
    ? PNPM.exec(tree.text("pnpm-lock.yaml") ?? "")
    : YARN.exec(tree.text("yarn.lock") ?? "");
  if (!said) return undefined;
  const version = isPnpm ? pnpmRelease(Number(said[1])) : yarnRelease(Number(said[1]));
  return version === undefined ? undefined : { version, line: isPnpm ? PNPM : /^__metadata:/ };
}

function pnpmRelease(format: number): string | undefined {
  if (format < 6) return "7.33.7";
  return format < 7 ? "8.15.9" : undefined;
}

function yarnRelease(format: number): string {
  if (format < 6) return "2.4.2";
  return format < 8 ? "3.8.7" : "4";
}
