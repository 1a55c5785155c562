import type { Microservice } from "../microservice.ts";
import type { Fault } from "../yaml/fault.ts";

/**
 * Faults of files that git has although a `.gitignore` names them: they are sources, but an engine leaves what such
 * files name behind before it knows what git has.
 *
 * @param tracked such paths, in order: the first that each service would miss is told.
 */
export function trackedIgnoredFaults(services: Microservice[], tracked: string[]): Fault[] {
  return services.flatMap(({ path: service, inputs }) => {
    const file = tracked.find((path) => [service, ...inputs].some((read) => covers(read, path)));
    return file ? [{ ...faultOf(file), service }] : [];
  });
}

function faultOf(file: string): Fault {
  const message = "git has it, but a .gitignore names it, so an engine doesn't get it";
  return { file, message, hint: `except it there (!${file}), or build with --engine buildah or docker` };
}

function covers(directory: string, path: string): boolean {
  return directory === "." || path === directory || path.startsWith(`${directory}/`);
}
