import { upwardsOf } from "../discovery/locations.ts";
import { join, PATTERN } from "../files/paths.ts";
import type { Snapshot } from "../files/snapshot.ts";
import type { Microservice } from "../microservice.ts";
import { compare, type Fault } from "../yaml/fault.ts";
import { suggestion } from "../yaml/nearest.ts";
import type { ParsedDescriptor } from "./descriptor.ts";

/** Inputs of both kinds, without those inside the service or inside one another. */
export function mergedInputs(path: string, said: string[], detected: string[]): string[] {
  if (path === ".") return [];
  const all = new Set([...said.map((input) => join(".", input)), ...detected]);
  if (all.has(".")) return ["."];
  const isTaken = (directory: string) => directory === path || all.has(directory);
  const isCovered = (input: string) => input === path || upwardsOf(input).slice(1).some(isTaken);
  return [...all].filter((input) => !isCovered(input)).sort(compare);
}

/** Inputs that the repository doesn't have. */
export function inputFaults(tree: Snapshot, { file, at, descriptor }: ParsedDescriptor): Fault[] {
  const { root } = tree;
  return (descriptor.inputs ?? []).flatMap((said, index) => {
    const input = join(".", said);
    if (root.has(input) || root.hasDirectory(input)) return [];
    const message = `inputs: the repository has no "${said}"`;
    return [{ file, ...at("inputs", index), message, hint: meant(root, tree.directory, input) }];
  });
}

/** Directories and inputs that no `COPY` can name. */
export function patternFaults(
  { path, inputs }: Microservice,
  { file, at, descriptor }: ParsedDescriptor,
): Fault[] {
  const said = (descriptor.inputs ?? []).map((input) => join(".", input));
  return [path, ...inputs].flatMap((each) => {
    if (!PATTERN.test(each)) return [];
    const place = said.includes(each) ? { file, ...at("inputs", said.indexOf(each)) } : { file: each };
    const message = `builders read [, *, ? and \\ as a pattern, so nothing can be copied from "${each}"`;
    return [{ ...place, message, hint: "rename it" }];
  });
}

/** The path as seen from the service, or the most similar name beside it. */
function meant(root: Snapshot, directory: string, input: string): string | undefined {
  const inside = join(directory, input);
  if (root.has(inside) || root.hasDirectory(inside))
    return "what lies in the service's directory is read anyway";
  const parent = input.includes("/") ? input.slice(0, input.lastIndexOf("/")) : ".";
  const names = new Set(root.under(parent).paths.map((path) => join(parent, path.split("/")[0] as string)));
  const hint = suggestion(input, [...names]);
  return hint?.startsWith("did") ? hint : undefined;
}
