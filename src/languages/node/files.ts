import { join } from "../../files/paths.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import { readPackage } from "./package.ts";

/** What a path may leave out, the likeliest first. */
const ENDS = ["", ".js", ".mjs", ".cjs", ".ts", ".mts", "/index.js", "/index.mjs", "/index.ts"];

/** Endings that a path has; what else follows a dot is a part of its name: `entry.express`. */
const KNOWN = /\.([cm]?[jt]sx?|json|node|wasm|sh|html)$/;

/** The path as files have it: `.` and `./server` are short for one. */
export function fileOf(tree: Snapshot, path: string): string {
  const plain = join(".", path);
  const main = plain === "." ? readPackage(tree)?.value.main : undefined;
  if (typeof main === "string" && main !== ".") return fileOf(tree, main);
  const stem = plain === "." ? "index" : plain;
  const found = ENDS.map((end) => `${stem}${end}`).find((file) => tree.has(file));
  // What a build leaves isn't there yet: `dist/main` will be a file, `build` a folder.
  return found ?? (KNOWN.test(stem) ? stem : OUTPUTS.includes(stem) ? `${stem}/index.js` : `${stem}.js`);
}

/** Where a script may lie that Node is given; nowhere yet where a build makes it. */
export function scriptPlaces(entrypoint: string, tree: Snapshot): string[] | undefined {
  const path = join(".", entrypoint);
  return isOutput(tree, path) ? undefined : ENDS.map((end) => `${path}${end}`);
}

/** Whether a path can only come of a build: in a folder that isn't there, or one where builds leave things. */
export function isOutput(tree: Snapshot, path: string): boolean {
  const [top = ""] = path.split("/");
  return path.includes("/") && (!tree.hasDirectory(top) || OUTPUTS.includes(top));
}

/** Where builds leave what they make. */
const OUTPUTS = ["dist", "build", "lib", "out", ".output", ".next", "server", "public"];
