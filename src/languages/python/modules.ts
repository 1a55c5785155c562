import { join } from "../../files/paths.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import { type PythonSource, pythonSource } from "./source.ts";

/** How a file is imported. */
export interface PythonModule {
  /** `shop.app`. */
  name: string;
  /** The directory that the name begins in, `.` for the service's own. */
  root: string;
  /** The file lies in that directory itself: it is started there, and finds what it reads by relative path. */
  isBare: boolean;
}

/** A file's source; undefined where its text isn't known, or empty. */
export function sourceOf(tree: Snapshot, file: string): PythonSource | undefined {
  return tree.text(file)?.trim() ? tree.parsed(file, pythonSource) : undefined;
}

/**
 * How a file is imported: from the directory that its own imports begin in, else from above its outermost
 * package; what lies in `src` by habit from there.
 */
export function moduleOf(tree: Snapshot, file: string): PythonModule {
  const directories = above(file);
  const habit = directories.find((each) => !tree.has(join(each, "__init__.py"))) ?? ".";
  const isPackage = tree.has(join(directoryOf(file), "__init__.py"));
  const usual = isPackage ? habit : file.startsWith("src/") ? "src" : ".";
  const source = sourceOf(tree, file);
  const names = new Set(
    [...(source?.imports.values() ?? [])].map((origin) => origin.split(".")[0] as string),
  );
  const found = (root: string) =>
    [...names].filter((name) => isThere(tree, root, name) && join(root, `${name}.py`) !== file).length;
  const isPart = [...(source?.imports.values() ?? [])].some((origin) => origin.startsWith("."));
  const roots = [usual, ".", ...directories.toReversed()].filter(
    (root) => !isPart || root !== directoryOf(file) || root === ".",
  );
  const root = roots.reduce((best, each) => (found(each) > found(best) ? each : best), usual);
  return { name: nameOf(file, root), root, isBare: directoryOf(file) === root };
}

/** The directories that hold a file, the nearest first, up to the service's own. */
function above(file: string): string[] {
  const parts = file.split("/").slice(0, -1);
  return [...parts.map((_, index) => parts.slice(0, parts.length - index).join("/")), "."];
}

export function directoryOf(file: string): string {
  return join(file, "..");
}

function isThere(tree: Snapshot, root: string, name: string): boolean {
  if (!name) return false;
  return tree.has(join(root, `${name}.py`)) || tree.hasDirectory(join(root, name));
}

function nameOf(file: string, root: string): string {
  const path = root === "." ? file : file.slice(root.length + 1);
  const name = path.replace(/\.py$/, "").replaceAll("/", ".");
  return name.replace(/\.__(init|main)__$/, "");
}

/** The file of a dotted name as another file imports it, and what is left of the name: `.web.app` is `app` of `web.py`. */
export function imported(
  tree: Snapshot,
  from: string,
  origin: string,
): { file: string; name: string } | undefined {
  const [, dots = "", dotted = ""] = /^(\.*)(.*)$/.exec(origin) ?? [];
  const parts = dotted.split(".").filter(Boolean);
  const roots = dots ? [above(from)[dots.length - 1] ?? "."] : [...above(from), "src"];
  for (const root of roots) {
    for (let length = parts.length; length >= (dots ? 0 : 1); length -= 1) {
      const path = join(root, parts.slice(0, length).join("/") || ".");
      const file = [`${path}.py`, join(path, "__init__.py")].find((each) => tree.has(each));
      if (file && length < parts.length) return { file, name: parts.slice(length).join(".") };
    }
  }
  return undefined;
}

/** Where `pkg.module:object`, `pkg.module` or a file may lie; sources may lie in `src/`. */
export function modulePlaces(entrypoint: string): string[] {
  const [module = ""] = entrypoint.split(":");
  if (module.includes("/") || module.endsWith(".py")) return [join(".", module)];
  const path = module.replaceAll(".", "/");
  const ends = [".py", "/__init__.py", "/__main__.py"];
  return ["", "src/"].flatMap((home) => ends.map((end) => `${home}${path}${end}`));
}
