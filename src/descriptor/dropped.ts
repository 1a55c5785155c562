import type { Microservice } from "../microservice.ts";
import type { Fault } from "../yaml/fault.ts";

/** A directory of this name, or file, is left out of every build: tools write what they build there. */
const BUILT = /^(?:.*?\/)?(target|dist)(?=\/|$)/;

/** Patterns of git for such paths. */
export const BUILT_PATHS = [":(glob)**/target", ":(glob)**/target/**", ":(glob)**/dist", ":(glob)**/dist/**"];

/**
 * Faults of files that git has where tools write what they build: no build would get them. They can't count
 * instead: an engine leaves such names out before it knows what git has, and both ways must build the same.
 *
 * @param tracked paths that are {@link BUILT_PATHS}, in order: the first that each service would miss is told.
 */
export function droppedFaults(services: Microservice[], tracked: string[]): Fault[] {
  const visible = tracked.filter((path) => !/(^|\/)(\.[^/]+|node_modules)\//.test(path));
  const homeless = visible.find((path) => /^services\/(target|dist)\//.test(path));
  const missed = services.flatMap(({ path: service, inputs }) => {
    const file = visible.find((path) => [service, ...inputs].some((read) => covers(read, path)));
    return file ? [{ ...faultOf(file), service }] : [];
  });
  return [...(homeless ? [faultOf(homeless)] : []), ...missed];
}

function faultOf(file: string): Fault {
  const [directory, name] = BUILT.exec(file) ?? [file];
  const message = `git has it, but no build would get it: tools write what they build to ${name}`;
  return {
    file,
    message,
    hint: `rename ${directory}, or take it out of git (git rm -r --cached ${directory})`,
  };
}

function covers(directory: string, path: string): boolean {
  return directory === "." || path === directory || path.startsWith(`${directory}/`);
}
