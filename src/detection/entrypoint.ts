import { join } from "../files/paths.ts";
import type { Snapshot } from "../files/snapshot.ts";
import { suggestion } from "../yaml/nearest.ts";

type Wrong = { message: string; hint?: string };
type Check = (entrypoint: string, tree: Snapshot) => string[] | undefined;

/** Where a language's entry points must lie: the places looked at, or nothing where that can't be known. */
const PLACES: Record<string, Check> = {
  go: (entrypoint) => (/^[^./]+\.[^/]+\//.test(entrypoint) ? undefined : [`${join(".", entrypoint)}/`]),
  node: (entrypoint, tree) => (isBuilt(entrypoint, tree) ? undefined : scriptPlaces(join(".", entrypoint))),
  python: (entrypoint) => modulePlaces(entrypoint),
  dockerfile: (entrypoint) => [join(".", entrypoint)],
};

/** What is wrong with an entry point that the service's files don't have. */
export function entrypointFault(language: string, entrypoint: string, tree: Snapshot): Wrong | undefined {
  const places = PLACES[language]?.(entrypoint, tree);
  if (!places || places.some((place) => exists(tree, place))) return undefined;
  const message = `entrypoint: ${tree.directory === "." ? "the repository" : tree.directory} has no ${places[0]}`;
  const names = new Set(tree.paths.map((path) => (language === "go" ? directoryOf(path) : path)));
  const hint = suggestion(places[0] as string, [...names]);
  return { message, hint: hint?.startsWith("did") ? hint : undefined };
}

function exists(tree: Snapshot, place: string): boolean {
  return place.endsWith("/") ? tree.hasDirectory(place.slice(0, -1)) : tree.has(place);
}

function directoryOf(path: string): string {
  return path.includes("/") ? path.slice(0, path.lastIndexOf("/") + 1) : "./";
}

/** Output of a build: not in the tree yet. */
function isBuilt(entrypoint: string, tree: Snapshot): boolean {
  const [top = ""] = join(".", entrypoint).split("/");
  return !tree.hasDirectory(top) || ["dist", "build", "lib", "out", ".output", ".next"].includes(top);
}

function scriptPlaces(path: string): string[] {
  return [
    path,
    `${path}.js`,
    `${path}.mjs`,
    `${path}.cjs`,
    `${path}.ts`,
    `${path}/index.js`,
    `${path}/index.ts`,
  ];
}

/** `pkg.module:object`, `pkg.module` or a file; sources may lie in `src/`. */
function modulePlaces(entrypoint: string): string[] {
  const [module = ""] = entrypoint.split(":");
  if (module.includes("/") || module.endsWith(".py")) return [join(".", module)];
  const path = module.replaceAll(".", "/");
  return ["", "src/"].flatMap((home) => [
    `${home}${path}.py`,
    `${home}${path}/__init__.py`,
    `${home}${path}/__main__.py`,
  ]);
}
