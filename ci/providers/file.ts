import { createHash } from "node:crypto";
import { createTwoFilesPatch } from "diff";
import type { Pipeline } from "./pipeline.ts";
import type { Provider } from "./provider.ts";

/** A provider's file as it must stand in the repository: first a line that says whose it is, with a digest of the rest. */
export function fileText({ comment, setup, render }: Provider, name: string, pipeline: Pipeline): string {
  const rest = [...setup.map((line) => `${comment} ${line}\n`), render(pipeline)].join("");
  return `${comment} Written by \`multistage ci --provider ${name}\` from multistage.yaml; sha256:${digestOf(rest)}\n${rest}`;
}

/**
 * What is there already: nothing, what would be written, what was written and nobody changed since, what was written
 * and somebody changed, or what somebody else wrote.
 */
export type There = "missing" | "current" | "outdated" | "edited" | "foreign";

export function whatIsThere(there: string | undefined, wanted: string): There {
  if (there === undefined) return "missing";
  if (there === wanted) return "current";
  const [, digest, rest = ""] =
    /^.*Written by `multistage ci .*sha256:([0-9a-f]+)\n([\s\S]*)$/.exec(there) ?? [];
  if (digest === undefined) return "foreign";
  return digest === digestOf(rest) ? "outdated" : "edited";
}

/** What would change, as `diff -u` shows it. */
export function difference(path: string, there: string | undefined, wanted: string): string {
  const patch = createTwoFilesPatch(path, path, there ?? "", wanted, "", "", { context: 3 });
  return patch.replace(/^=+\n/m, "").trimEnd();
}

function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
