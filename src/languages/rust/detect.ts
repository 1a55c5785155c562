import { type Detection, fact, type Given, type Question } from "../../detection/detection.ts";
import { inputsFrom, type Outside, outside, together } from "../../detection/inputs.ts";
import { places, upwards } from "../../detection/places.ts";
import { portFacts } from "../../detection/ports.ts";
import { type VersionSource, versionFacts, versionFiles } from "../../detection/versions.ts";
import { join, relative } from "../../files/paths.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import { TomlTables } from "../../manifests/toml.ts";
import type { Fact } from "../../microservice.ts";
import {
  CARGO,
  type CargoWorkspace,
  type Crate,
  cargoWorkspace,
  crateOf,
  cratesOf,
  pathDependencies,
} from "./cargo.ts";

const PORTS: Record<string, number> = {
  axum: 3000,
  "actix-web": 8080,
  rocket: 8000,
  warp: 3030,
  poem: 3000,
  salvo: 8698,
};

/** Rust: a `Cargo.toml`, of a package or of a workspace. */
export function detectRust(tree: Snapshot, given: Given = {}): Detection | undefined {
  const crate = crateOf(tree);
  if (!crate) return undefined;
  const workspace = cargoWorkspace(tree);
  const crates = [crate, ...cratesOf(tree, crate.toml)];
  const binaries = [...new Set(crates.flatMap((each) => each.binaries))];
  const inputs = together([
    ...linked(tree, crates, workspace),
    ...(workspace ? [shared(tree, workspace)] : []),
  ]);
  const uses = crates.flatMap(({ toml }) =>
    toml.tables
      .filter(({ name }) => name === "dependencies")
      .flatMap(({ entries }) => entries.map(({ key }) => key)),
  );
  return {
    manifest: CARGO,
    name: crate.name,
    rank: binaries.length ? "service" : "tooling",
    entrypoints: binaries.length ? binaries : undefined,
    facts: [
      ...versions(tree, crate, workspace),
      { field: "packageManager", value: "cargo", from: CARGO },
      ...(workspace ? [fact(tree, "workspace", workspace.place.tree.directory, workspace.place.from)] : []),
      ...chosen(tree, crates, binaries, given),
      ...portFacts(tree, PORTS, uses),
      ...inputs.facts,
    ],
    choices: question(crate, binaries),
    faults: inputs.faults,
  };
}

/** The binary that `cargo run` would run. */
function chosen(tree: Snapshot, crates: Crate[], binaries: string[], given: Given): Fact[] {
  if (given.entrypoint) return [];
  const [root] = crates;
  const preferred = root?.toml.get("package", "default-run");
  if (preferred) return [fact(tree, "entrypoint", preferred.values[0] as string, CARGO, preferred.line)];
  const owner = crates.find((each) => each.binaries.length);
  if (binaries.length !== 1 || !owner) return [];
  const file = relative(tree.directory, join(owner.tree.directory, CARGO));
  return [fact(tree, "entrypoint", binaries[0] as string, file, owner.toml.get("package", "name")?.line)];
}

function question(crate: Crate, binaries: string[]): Question[] {
  if (binaries.length === 1 || crate.toml.get("package", "default-run")) return [];
  return [{ field: "entrypoint", values: binaries, expected: "src/main.rs, src/bin/NAME.rs or [[bin]]" }];
}

/** A toolchain file pins; `rust-version` is a lower bound. */
function versions(tree: Snapshot, crate: Crate, workspace: CargoWorkspace | undefined): Fact[] {
  const files = places(upwards(tree), tree, ["rust-toolchain.toml", "rust-toolchain"]).flatMap(
    (place): VersionSource[] => {
      const channel = new TomlTables(place.tree.text(place.file) ?? "").get("toolchain", "channel");
      const text = channel?.values[0] ?? place.tree.text(place.file)?.trim().split("\n")[0];
      return text ? [{ text, from: `${place.from}:${channel?.line ?? 1}` }] : [];
    },
  );
  const { own, above } = versionFiles(tree, [], ["rust"]);
  const asked = [
    lowest(crate.toml, "package", CARGO),
    ...(workspace ? [lowest(workspace.toml, "workspace.package", workspace.place.from)] : []),
  ].flat();
  return versionFacts([...files, ...own, ...asked, ...above], 2);
}

function lowest(toml: TomlTables, table: string, file: string): VersionSource[] {
  const entry = toml.get(table, "rust-version");
  return entry && /^\d/.test(entry.values[0] ?? "")
    ? [{ text: `>=${entry.values[0]}`, from: `${file}:${entry.line}` }]
    : [];
}

/** Crates by path, and what they take by path in turn. */
function linked(tree: Snapshot, crates: Crate[], workspace: CargoWorkspace | undefined): Outside[] {
  const seen = new Set(crates.map((each) => each.tree.directory));
  const visit = (crate: Crate): Outside[] =>
    pathDependencies(crate, workspace).flatMap(({ path, line, base }) => {
      const target = join(base.directory, path);
      if (seen.has(target)) return [];
      seen.add(target);
      const own = outside(
        tree,
        base,
        path,
        relative(tree.directory, join(crate.tree.directory, CARGO)),
        line,
      );
      const next = own.facts.length ? crateOf(tree.root.under(target)) : undefined;
      return [own, ...(next ? visit(next) : [])];
    });
  return crates.flatMap(visit);
}

/** Cargo loads a workspace only where every member has its manifest and the targets that it names. */
function shared(tree: Snapshot, { place, crates }: CargoWorkspace): Outside {
  const root = [CARGO, "Cargo.lock", "rust-toolchain", "rust-toolchain.toml", ".cargo/config.toml"];
  const others = crates.filter((crate) => crate.tree.directory !== tree.directory);
  const stubs = others.flatMap((crate) => {
    const paths = ["bin", "lib"].flatMap((table) =>
      crate.toml.all(table).flatMap(({ entries }) => entries.find(({ key }) => key === "path")?.values ?? []),
    );
    return inputsFrom(
      crate.tree,
      [CARGO, "src/lib.rs", "src/main.rs", ...crate.tree.find(/^src\/bin\//), ...paths],
      place.from,
    );
  });
  return { facts: [...inputsFrom(place.tree, root, place.from), ...stubs], faults: [] };
}
