import { covering, type FoundFile, filesIn } from "../../detection/upward-search.ts";
import { join } from "../../files/paths.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import { type TomlEntry, TomlTables } from "../../manifests/toml.ts";

export const CARGO = "Cargo.toml";

/** A Cargo package: what it is called, what it makes, and what it takes by path. */
export interface Crate {
  tree: Snapshot;
  toml: TomlTables;
  name?: string;
  binaries: string[];
}

export function crateOf(tree: Snapshot): Crate | undefined {
  return tree.told(readCrate);
}

function readCrate(tree: Snapshot): Crate | undefined {
  const toml = TomlTables.of(tree, CARGO);
  if (!toml) return undefined;
  const name = toml.text("package", "name");
  return { tree, toml, name, binaries: name ? binaries(tree, toml, name) : [] };
}

/** Binaries as Cargo finds them: declared, the package's own, and those of `src/bin`. */
function binaries(tree: Snapshot, toml: TomlTables, name: string): string[] {
  const declared = toml
    .all("bin")
    .flatMap(({ entries }) => entries.find(({ key }) => key === "name")?.values ?? []);
  if (toml.text("package", "autobins") === "false") return declared;
  const paths = toml
    .all("bin")
    .flatMap(({ entries }) => entries.find(({ key }) => key === "path")?.values ?? []);
  const main = tree.has("src/main.rs") && !paths.includes("src/main.rs") ? [name] : [];
  const more = tree.find(/^src\/bin\/([^/]+\.rs|[^/]+\/main\.rs)$/).filter((path) => !paths.includes(path));
  const names = more.map((path) => path.slice("src/bin/".length).replace(/\.rs$|\/main\.rs$/, ""));
  return [...new Set([...declared, ...main, ...names])];
}

/** The members of a workspace's manifest, the root package left out. */
export function cratesOf(base: Snapshot): Crate[] {
  return base.told(readMembers);
}

function readMembers(base: Snapshot): Crate[] {
  const toml = TomlTables.of(base, CARGO);
  const members = toml?.get("workspace", "members")?.values ?? [];
  const excluded = toml?.get("workspace", "exclude")?.values ?? [];
  const isMember = covering([...members, ...excluded.map((pattern) => `!${pattern}`)]);
  const directories = base.named(CARGO).map((path) => join(path, ".."));
  const found = directories.filter((path) => path !== "." && isMember(path));
  return found.flatMap((path) => crateOf(base.under(path)) ?? []);
}

/** A workspace above the service that has it as a member. */
export interface CargoWorkspace {
  place: FoundFile;
  toml: TomlTables;
  crates: Crate[];
}

export function cargoWorkspace(tree: Snapshot): CargoWorkspace | undefined {
  for (const place of filesIn(tree.above(), tree, [CARGO])) {
    const toml = TomlTables.of(place.tree, CARGO);
    const crates = toml?.has("workspace") ? cratesOf(place.tree) : [];
    if (toml && crates.some((crate) => crate.tree.directory === tree.directory))
      return { place, toml, crates };
  }
  return undefined;
}

/** A dependency by path: the directory's path relative to the manifest that says it. */
export interface PathDependency {
  path: string;
  line: number;
  /** The manifest's directory: the workspace's for a dependency that is inherited from there. */
  base: Snapshot;
}

/** `x = { path = "../x" }`, and `x.workspace = true` where the workspace says the path. */
export function pathDependencies(crate: Crate, workspace: CargoWorkspace | undefined): PathDependency[] {
  const tables = crate.toml.tables.filter(
    ({ name }) => /(^|\.)(build-)?dependencies(\.|$)/.test(name) && !name.startsWith("workspace"),
  );
  return tables.flatMap(({ name, entries }) => {
    // [dependencies.x] spreads over lines what is otherwise one inline table.
    const [, single] = /dependencies\.(.+)$/.exec(name) ?? [];
    return entries.flatMap((entry) => pathOf(single, entry, crate, workspace));
  });
}

function pathOf(
  single: string | undefined,
  entry: TomlEntry,
  crate: Crate,
  workspace: CargoWorkspace | undefined,
): PathDependency[] {
  const { key, raw, values, line } = entry;
  const inline = /\bpath\s*=\s*["']([^"']+)["']/.exec(raw)?.[1];
  const path = single
    ? key === "path"
      ? values[0]
      : undefined
    : (inline ?? (key.endsWith(".path") ? values[0] : undefined));
  if (path) return [{ path, line, base: crate.tree }];
  const inherits = /\bworkspace\s*=\s*true/.test(raw) || /(^|\.)workspace$/.test(key);
  const inherited =
    inherits && workspace
      ? workspace.toml.get("workspace.dependencies", single ?? key.replace(/\.workspace$/, ""))
      : undefined;
  const target = inherited && /\bpath\s*=\s*["']([^"']+)["']/.exec(inherited.raw)?.[1];
  return target && workspace ? [{ path: target, line, base: workspace.place.tree }] : [];
}
