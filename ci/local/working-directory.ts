import { domainOf } from "../../src/cache/ci-domain.ts";
import { TRUSTED } from "../../src/cache/domain.ts";
import { resolved, serviceAt } from "../../src/commands/repository.ts";
import type { Flags, Values } from "./arguments.ts";
import { PROJECT } from "./paths.ts";
import { rootOf } from "./source/root.ts";
import { readSource } from "./source/source.ts";

/** Whose caches a run uses, as more words for `dagger call`: a module doesn't see the variables of the caller's CI. */
export function domainWords({ domain }: Values, flags: Flags): string[] {
  const own = domainOf(process.env);
  return domain !== undefined || !flags.domain || own === TRUSTED ? [] : ["--domain", own];
}

/** Where the caller stands, as more words for `dagger call`: a module knows no working directory. */
export async function workingDirectoryWords({ source, service }: Values, flags: Flags): Promise<string[]> {
  if (source !== undefined) return [];
  const { root, standing } = rootOf(undefined);
  // Without the flag it is the repository that the module lies in.
  const words = root === PROJECT ? [] : ["--source", root];
  if (!standing || service !== undefined || !flags.service) return words;
  const found = serviceAt(resolved((await readSource(root)).snapshot).services, standing);
  return found ? [...words, "--service", found.name] : words;
}
