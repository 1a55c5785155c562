import { type NamedPath, readFiles, seenFile } from "../../detection/read-files.ts";
import { join } from "../../files/paths.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import type { Fact } from "../../microservice.ts";
import type { Crate } from "./cargo.ts";
import { type RustLiteral, rustLiterals } from "./source.ts";

/** What takes paths of files or directories: of the standard library, web frameworks, templates and settings. */
const OPENS =
  /(^|[:.])(open|read|read_to_string|read_dir|metadata|canonicalize|new|from|with_name|from_file|path_loader|register_templates?_(file|directory)|dir|file|fs|single_file|spa|Path|PathBuf)$/;

/** Macros that read while they compile, and what prints. */
const COMPILED =
  /(include_(str|bytes|dir)|include|embed\w*|migrate|println|eprintln|format|write|panic|assert\w*|info|warn|error|debug|trace|log|env|option_env|concat)!$/;

/** Files that a program's crates name in their sources. */
export function rustFiles(tree: Snapshot, crates: Crate[]): Fact[] {
  const named = crates.flatMap((crate) => {
    const sources = crate.tree.find(/^src\/.*\.rs$/);
    return sources.flatMap((path) => {
      const file = seenFile(tree, crate.tree.directory, path);
      return (rustLiterals(crate.tree, path) ?? []).filter(isRead).map((literal) => namedPath(literal, file));
    });
  });
  const isSource = (path: string) => /\.rs$|(^|\/)Cargo\.(toml|lock)$/.test(path);
  return [...readFiles(tree, named, [".", ...homes(tree, crates)], isSource), ...rocketFacts(tree, crates)];
}

function isRead({ call = "" }: RustLiteral): boolean {
  return !COMPILED.test(call);
}

function namedPath({ text, line, call = "" }: RustLiteral, file: string): NamedPath {
  return { text, file, line, isOpened: OPENS.test(call) };
}

/** Programs of a workspace's member are started in its directory as often as in the workspace's. */
function homes(tree: Snapshot, crates: Crate[]): string[] {
  const inside = crates
    .map((crate) => crate.tree.directory)
    .filter((path) => path.startsWith(`${tree.directory}/`) || tree.directory === ".");
  return inside
    .filter((path) => path !== tree.directory)
    .map((path) => (tree.directory === "." ? path : path.slice(tree.directory.length + 1)));
}

/** Rocket's settings, and the directory that its templates lie in, have names that no source says. */
function rocketFacts(tree: Snapshot, crates: Crate[]): Fact[] {
  const uses = (name: string) =>
    crates.some(({ toml }) => toml.get("dependencies", name) ?? toml.has(`dependencies.${name}`));
  const names = [
    ...(uses("rocket") ? ["Rocket.toml"] : []),
    ...(uses("rocket_dyn_templates") ? ["templates"] : []),
  ];
  return names
    .filter((name) => tree.has(name) || tree.hasDirectory(name))
    .map((name) => ({ field: "files", value: [name], from: join(".", "Cargo.toml") }));
}
