import type { Recipe } from "../../detection/recipe/recipe.ts";
import { join } from "../../files/paths.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import { type GoPackage, isMain } from "./packages.ts";

/** Directories whose programs are no services. */
const ASIDE = /(^|\/)(examples?|internal|tools?|scripts?|hack|tests?|e2e|docs|mocks?|benchmarks?)(\/|$)/;

/**
 * Every program of a directory that may be a service, as `go build` takes it. Where there are some at its root or in
 * `cmd/`, those elsewhere are for those who work on them.
 *
 * @param all the packages of the directory.
 */
export function mainPackages(tree: Snapshot, all: GoPackage[]): string[] {
  const nested = tree.has("go.work") ? [] : tree.named("go.mod").filter((path) => path !== "go.mod");
  const isOther = (path: string) =>
    nested.some((file) => `${path}/`.startsWith(`./${file.slice(0, -"go.mod".length)}`));
  const packages = all.filter(({ path }) => !isOther(path));
  const mains = packages.filter(isMain).map(({ path }) => path);
  const usual = mains
    .filter((path) => path === "." || /^\.\/cmd\/(?!internal(\/|$))[^/]+$/.test(path))
    .sort();
  if (usual.length) return usual;
  const isUnread = packages.some(
    ({ path, files }) => path === "." && files.every(({ source }) => !source?.package),
  );
  return isUnread ? ["."] : mains.filter((path) => !ASIDE.test(path));
}

/** The program that a recipe compiles: `go build -o /app ./cmd/api`. */
export function builtMain(
  { file, stages }: Recipe,
  mains: string[],
): { main: string; from: string } | undefined {
  for (const { value, line } of stages.flatMap(({ runs }) => runs)) {
    const [, words = ""] = /\bgo\s+(?:build|install)\s+([^;&|]*)/.exec(value) ?? [];
    const last = words.trim().split(/\s+/).at(-1) ?? "";
    const path = last.replace(/^["']|["']$/g, "").replace(/\/[^/]+\.go$|\/+$/, "");
    const main = mains.find((each) => each === path || each === `./${path}`);
    if (main) return { main, from: `${file}:${line}` };
  }
  return undefined;
}

/** The directory of a package; one of another module lies nowhere here. */
export function packagePlaces(entrypoint: string): string[] | undefined {
  return /^[^./]+\.[^/]+\//.test(entrypoint) ? undefined : [`${join(".", entrypoint)}/`];
}
