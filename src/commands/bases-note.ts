import { isDebian } from "../bases/addresses.ts";
import type { PlannedService } from "../pipeline/plan.ts";

/** What builders read on the first lines; after any other line they take it for a comment. */
const DIRECTIVE = /^#\s*(?:syntax|escape|check)\s*=/i;

/**
 * A plan's Dockerfile for whoever takes it elsewhere: bases that only this machine has are named at its top, with what
 * to do. What isn't built elsewhere is no part of the plan, so its key stays the same.
 */
export function withBasesNote({ dockerfile, bases }: Pick<PlannedService, "dockerfile" | "bases">): string {
  const own = [...new Set(bases.map(({ address }) => address).filter(isDebian))];
  if (!own.length) return dockerfile;
  const lines = dockerfile.split("\n");
  const start = lines.findIndex((line) => !DIRECTIVE.test(line));
  const note = [
    "# Only this machine's store has these bases, made here of Debian packages:",
    ...own.map((address) => `#   ${address}`),
    "# To build it elsewhere, print it with --bases registry; or push them (buildah push BASE REGISTRY/BASE) and name",
    "# what was pushed in the repository's bases.yaml.",
  ];
  return [...lines.slice(0, start), ...note, ...lines.slice(start)].join("\n");
}
