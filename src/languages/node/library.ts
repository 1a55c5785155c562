import type { Snapshot } from "../../files/snapshot.ts";
import { texts } from "../../manifests/json.ts";
import { fileOf } from "./files.ts";
import { DEFAULTS, SERVERS } from "./frameworks.ts";
import { isNxApplication } from "./nx.ts";
import { allDependencies, type PackageJson, runtimeDependencies } from "./package.ts";

/** Files that are called after what they start; `npm start` runs the first without a script. */
const STARTED = /^(src\/)?(server|app|main)\.[cm]?[jt]s$/;

/** Fields of a package that others import. */
const PUBLISHED = ["exports", "types", "typings", "module", "publishConfig"];

export const PHONE = "an app for phones";
const DESKTOP = "an app for desktops";

/**
 * Why a package is no service unless somebody says so: nothing starts it. Libraries and command-line tools have a `main`
 * or a `bin`, too.
 */
export function libraryReason(tree: Snapshot, value: Partial<PackageJson>): string | undefined {
  if (isPhoneApp(value)) return PHONE;
  if (isDesktopApp(value)) return DESKTOP;
  const all = allDependencies(value);
  const isFramework = Object.keys(DEFAULTS).some((name) => name in all);
  const isSaid = texts(value.scripts).start !== undefined || tree.has("Procfile");
  if (isSaid || isFramework || isNxApplication(tree)) return undefined;
  const isServer =
    Object.keys(runtimeDependencies(value)).some((name) => name in SERVERS) || tree.find(STARTED).length > 0;
  const isPublished = PUBLISHED.some((field) => field in value);
  if (!isPublished && (isServer || (!value.bin && exportsNothing(tree, value)))) return undefined;
  return value.bin
    ? "package.json has a bin and no start script: a tool"
    : "package.json has no start script: a library";
}

/** A main that gives others nothing can only be run. */
function exportsNothing(tree: Snapshot, { main }: Partial<PackageJson>): boolean {
  const text = tree.text(fileOf(tree, typeof main === "string" ? main : "index.js")) ?? "";
  return /\S/.test(text) && !/\bexports?\b/.test(text);
}

/** Whether a desktop's shell starts it: https://www.electronjs.org/docs/latest/tutorial/quick-start */
function isDesktopApp(value: Partial<PackageJson>): boolean {
  const { start } = texts(value.scripts);
  return "electron" in allDependencies(value) && (start === undefined || /\belectron\b/.test(start));
}

/** Whether it is made for phones alone. */
export function isPhoneApp(value: Partial<PackageJson>): boolean {
  const uses = allDependencies(value);
  return "react-native" in uses && !("react-native-web" in uses);
}
