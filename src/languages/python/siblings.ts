import type { Program } from "../../detection/detection.ts";
import { join } from "../../files/paths.ts";
import { nameOf } from "./apps.ts";
import { directoryOf } from "./modules.ts";

/**
 * Files of the same name in directories beside each other, as `orders/app.py` and `mail/app.py` below one list of
 * requirements: none of them is more than another. The file itself is none of them.
 */
export function siblingsOf<T extends { file: string }>({ file }: T, all: T[]): T[] {
  const directory = directoryOf(file);
  if (directory === "." || !ALIKE.test(nameOf(file))) return [];
  return all.filter(
    (other) =>
      nameOf(other.file) === nameOf(file) &&
      directoryOf(other.file) !== directory &&
      join(directoryOf(other.file), "..") === join(directory, ".."),
  );
}

const ALIKE = /^(app|main|server|service|worker|api|wsgi|asgi|run|start)$/;

/** A service each, where those among which somebody must choose lie in directories of their own. */
export function siblingPrograms(among: string[]): Program[] {
  const programs = among.map((entrypoint) => {
    const file = entrypoint.split(":")[0] as string;
    const directory = directoryOf(file);
    return { name: directory.slice(directory.lastIndexOf("/") + 1), entrypoint, from: file };
  });
  const isApart =
    programs.every(({ from, name }) => from.endsWith(".py") && name !== ".") &&
    new Set(programs.map(({ from }) => directoryOf(from))).size === programs.length;
  return isApart && programs.length > 1 ? programs : [];
}
