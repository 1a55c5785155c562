import type { Refusal } from "../failure.ts";

/** A tag that stays names another image: `there` in the registry, `ours` by what was asked for. */
export function moved(reference: string, there: string | undefined, ours: string): Refusal | undefined {
  if (!there || there === ours) return undefined;
  return {
    message: `${reference} is published already, with another digest`,
    lines: [`there: ${there}`, `ours:  ${ours}`],
    next: "say another --version; or build from the sources, bases and tools that the published one was built with",
    policy: true,
  };
}
