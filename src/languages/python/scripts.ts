import type { Snapshot } from "../../files/snapshot.ts";
import { codeFiles, NAMES, nameOf } from "./apps.ts";
import { directoryOf, imported, sourceOf } from "./modules.ts";
import { type Script, scriptOf } from "./script.ts";
import { siblingsOf } from "./siblings.ts";

/** A file that does something when Python runs it. */
export interface PythonProgram extends Script {
  file: string;
}

/** Every program of a service. */
function programs(tree: Snapshot): PythonProgram[] {
  return codeFiles(tree).flatMap((file): PythonProgram[] => {
    const source = sourceOf(tree, file);
    const script = source && scriptOf(source);
    return script ? [{ file, ...script }] : [];
  });
}

/** Those that listen, if there are any. */
function likely(all: PythonProgram[]): PythonProgram[] {
  const serving = all.filter(({ serves, file }) => serves && !/client/i.test(nameOf(file)));
  return serving.length ? serving : all;
}

/** The one program that is meant, or those among which somebody must choose. */
export function chosenProgram(tree: Snapshot): { program?: PythonProgram; among: string[] } {
  const all = programs(tree);
  const found = likely(all);
  const [first] = found;
  if (!first) return { among: [] };
  const beside = siblingsOf(first, all).filter(
    ({ file }) => !isUsed(tree, file, [first]) && !isUsed(tree, first.file, [{ ...first, file }]),
  );
  if (beside.length) return { among: [first, ...beside].map(({ file }) => file) };
  const depth = directoryOf(first.file).split("/").length - (directoryOf(first.file) === "." ? 1 : 0);
  const near = found.filter(({ file }) => file.split("/").length - 1 === depth && !isUsed(tree, file, found));
  const named = near.filter(({ file }) => isUsual(nameOf(file)));
  const [only, ...others] = named.length ? named : near;
  const program = others.length ? undefined : only;
  return { program, among: program ? [] : near.map(({ file }) => file) };
}

/** Another program imports it: it can be run, but that one is the service's. */
function isUsed(tree: Snapshot, file: string, all: PythonProgram[]): boolean {
  return all.some(
    (other) =>
      other.file !== file &&
      [...(sourceOf(tree, other.file)?.imports.values() ?? [])].some(
        (origin) =>
          imported(tree, other.file, `${origin}.any`)?.file === file ||
          imported(tree, other.file, origin)?.file === file,
      ),
  );
}

/** `main.py`, `server.py`, and what ends so: `mail_server.py`. */
function isUsual(name: string): boolean {
  return (
    [...NAMES, "bot", "worker", "cli"].includes(name) || /_(server|service|worker|main|app|bot)$/.test(name)
  );
}
