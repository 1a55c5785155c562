import { join } from "../../files/paths.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import { directivesOf, moduleName } from "./go-mod.ts";
import { type GoSource, goSource } from "./source.ts";

/** A directory with Go files, tests left out. */
export interface GoPackage {
  /** As `go build` takes it: `.`, `./cmd/api`. */
  path: string;
  /** Files that ordinary builds read; those whose text isn't known have no source. */
  files: { path: string; source?: GoSource }[];
}

/** Directories whose packages are no part of a module. */
const OUTSIDE = /(^|\/)(vendor|testdata|node_modules|_[^/]*|\.[^/]+)\//;

/** The packages of a directory, those of modules below it too, by path. */
export function goPackages(tree: Snapshot): GoPackage[] {
  return tree.told(readPackages);
}

function readPackages(tree: Snapshot): GoPackage[] {
  const groups = new Map<string, GoPackage>();
  for (const path of tree.find(/\.go$/)) {
    if (path.endsWith("_test.go") || OUTSIDE.test(path)) continue;
    const source = goSource(tree, path);
    if (source?.isIgnored) continue;
    const directory = packagePath(path);
    const group = groups.get(directory) ?? { path: directory, files: [] };
    groups.set(directory, group);
    group.files.push({ path, source });
  }
  return [...groups.values()];
}

/** A package's path as `go build` takes it. */
function packagePath(path: string): string {
  return path.includes("/") ? `./${path.slice(0, path.lastIndexOf("/"))}` : ".";
}

/** Whether it is a program: by what its files say, or by their names where they say nothing. */
export function isMain({ files, path }: GoPackage): boolean {
  const known = files.flatMap(({ source }) => source?.package ?? []);
  if (known.length) return known.includes("main");
  return files.some((file) => /(^|\/)main\.go$/.test(file.path)) || /^\.\/cmd\/[^/]+$/.test(path);
}

/** Directories of a tree's modules, by the names that their packages are imported by. */
export function moduleDirectories(tree: Snapshot): Map<string, string> {
  return tree.told(readModules);
}

function readModules(tree: Snapshot): Map<string, string> {
  const found = tree
    .named("go.mod")
    .map((file) => [moduleName(directivesOf(tree, file)), join(file, "..")] as const);
  return new Map(found.filter((pair): pair is [string, string] => pair[0] !== undefined));
}

/** Where a package of a tree lies that is imported by this name; undefined for those of others. */
export function placeOf(name: string, modules: Map<string, string>): string | undefined {
  for (let at = name; at; at = at.includes("/") ? at.slice(0, at.lastIndexOf("/")) : "") {
    const directory = modules.get(at);
    if (directory !== undefined) return local(join(directory, name.slice(at.length + 1) || "."));
  }
  return undefined;
}

/** The packages of a tree that one needs, itself first: those that it imports, and those that they do. */
export function needed(tree: Snapshot, start: string): GoPackage[] {
  const [byPath, modules] = [tree.told(packagesByPath), moduleDirectories(tree)];
  const found = new Map<string, GoPackage>();
  const visit = (path: string) => {
    const each = byPath.get(path);
    if (!each || found.has(path)) return;
    found.set(path, each);
    for (const { text } of each.files.flatMap(({ source }) => source?.imports ?? [])) {
      const place = placeOf(text, modules);
      if (place !== undefined) visit(place);
    }
  };
  visit(local(join(".", start)));
  return [...found.values()];
}

function packagesByPath(tree: Snapshot): Map<string, GoPackage> {
  return new Map(goPackages(tree).map((each) => [each.path, each]));
}

function local(path: string): string {
  return path === "." ? "." : `./${path}`;
}
