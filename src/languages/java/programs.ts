import { type Detection, fact, type Overrides, type Question } from "../../detection/detection.ts";
import { join, relative } from "../../files/paths.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import { isRunnable, type Start } from "./start.ts";

/** A module of a build, and what it leaves to start. */
export interface JavaModule {
  tree: Snapshot;
  /** Its build file's name. */
  file: string;
  start: Start;
}

type Told = Pick<Detection, "rank" | "facts" | "choices" | "faults" | "warnings" | "leftToRecipe">;

/**
 * Which module of a build is started, and by what.
 *
 * @param modules the service's own first, then those below it.
 * @param expected what would have told a program, for people.
 */
export function javaProgram(
  tree: Snapshot,
  modules: JavaModule[],
  given: Overrides,
  expected: string,
): { program: JavaModule; told: Told } {
  const [own] = modules as [JavaModule];
  const programs = modules.filter(({ start }) => isRunnable(start));
  const named = programs.find((each) => given.entrypoint && entrypointOf(tree, each) === given.entrypoint);
  const [only] = programs.length === 1 ? programs : [];
  const program = named ?? only ?? own;
  const told: Told = {
    rank: programs.length ? "service" : "tooling",
    facts: [],
  };
  if (programs.length > 1 && !named)
    return { program: programs[0] ?? own, told: { ...told, choices: [which(tree, programs, expected)] } };
  return { program, told: { ...told, ...settled(tree, program, expected) } };
}

function settled(tree: Snapshot, module: JavaModule, expected: string): Partial<Told> {
  const { start } = module;
  const file = relative(tree.directory, join(module.tree.directory, module.file));
  if (start.kind === "refused")
    return {
      faults: [{ file, line: start.line, message: start.message, hint: start.hint }],
      leftToRecipe: true,
    };
  const entry = entrypointOf(tree, module);
  if (!entry || !("line" in start || "path" in start || "name" in start))
    return { choices: [{ field: "entrypoint", values: valuesOf(tree, module), expected }] };
  const from =
    start.kind === "class" && start.file
      ? relative(tree.directory, join(module.tree.directory, start.file))
      : file;
  const doubt = "doubt" in start && start.doubt;
  return {
    facts: [fact(tree, "entrypoint", entry, from, start.line)],
    ...(doubt ? { warnings: [{ file, line: start.line, ...doubt }] } : {}),
  };
}

function which(tree: Snapshot, programs: JavaModule[], expected: string): Question {
  return {
    field: "entrypoint",
    values: programs.flatMap((each) => entrypointOf(tree, each) ?? valuesOf(tree, each)),
    expected,
  };
}

/** What a descriptor would call the module's program: `server/target/server.jar`, `server/com.acme.Main`. */
function entrypointOf(tree: Snapshot, { tree: module, start }: JavaModule): string | undefined {
  const home = relative(tree.directory, module.directory);
  if (start.kind === "file" && !/\$\{/.test(start.path)) return join(home, start.path);
  return start.kind === "class" ? join(home, start.name) : undefined;
}

function valuesOf(tree: Snapshot, { tree: module, start }: JavaModule): string[] {
  const home = relative(tree.directory, module.directory);
  return "values" in start ? start.values.map((name) => join(home, name)) : [];
}
