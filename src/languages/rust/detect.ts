import { argumentFacts } from "../../detection/arguments.ts";
import type { Detection, Overrides } from "../../detection/detection.ts";
import { fact } from "../../detection/detection.ts";
import { combined, inputsFrom, type Outside, outside } from "../../detection/inputs.ts";
import { recipeOf } from "../../detection/recipe/recipe.ts";
import { join, relative } from "../../files/paths.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import type { Fact } from "../../microservice.ts";
import type { Fault } from "../../yaml/fault.ts";
import { type Binary, chosenBinary, featureFacts } from "./binaries.ts";
import {
  CARGO,
  type CargoWorkspace,
  type Crate,
  cargoWorkspace,
  crateOf,
  cratesOf,
  pathDependencies,
} from "./cargo.ts";
import { cargoLock } from "./lock.ts";
import { rustFiles } from "./named-files.ts";
import { PORTS, rustPort } from "./port.ts";
import { type CargoSettings, cargoSettings } from "./settings.ts";
import { sqlxFaults } from "./sqlx.ts";
import { systemFacts } from "./system-facts.ts";
import { toolchainFacts, toolchainFaults } from "./toolchain.ts";

/** What `$PORT` of a start command is where nothing says it. */
const PORT = 8080;

/** Rust: a `Cargo.toml`, of a package or of a workspace. */
export function detectRust(tree: Snapshot, given: Overrides = {}): Detection | undefined {
  const crate = crateOf(tree);
  if (!crate) return undefined;
  const workspace = cargoWorkspace(tree);
  const crates = [crate, ...cratesOf(tree)];
  const recipe = recipeOf(tree);
  const names = [...new Set(crates.flatMap((each) => each.binaries))];
  const { binary, facts, choices } = chosenBinary(tree, crates, recipe, given);
  const members = binary ? [binary.crate, ...linkedCrates(binary.crate, crates, workspace)] : crates;
  const settings = cargoSettings(tree);
  const inputs = combined([
    ...linked(tree, crates, workspace),
    ...(workspace ? [shared(tree, workspace)] : []),
    ...settings.vendored.map(({ base, path, from }) => outside(tree, base, path, from)),
  ]);
  const lock = cargoLock(
    workspace?.place.tree ?? tree,
    workspace ? relative(tree.directory, join(workspace.place.tree.directory, "Cargo.lock")) : "Cargo.lock",
  );
  const ports = rustPort(tree, members, usesOf(crates));
  const start = argumentFacts(tree, given.port ?? (ports[0]?.value as number | undefined) ?? PORT);
  return {
    manifest: CARGO,
    name: crate.name,
    rank: names.length ? "service" : "tooling",
    entrypoints: names.length ? names : undefined,
    facts: [
      ...toolchainFacts(tree, crate, workspace),
      managerFact(settings),
      ...(workspace ? [fact(tree, "workspace", workspace.place.tree.directory, workspace.place.from)] : []),
      ...facts,
      ...(binary && crates.length > 1 ? memberFact(tree, binary) : []),
      ...(binary ? featureFacts(tree, binary, recipe) : []),
      ...ports,
      ...inputs.facts,
      ...start.facts,
      ...settings.facts,
      ...systemFacts(
        lock,
        members.flatMap(({ name }) => name ?? []),
      ),
      ...(binary ? rustFiles(tree, members) : []),
    ],
    excludedIfNeeded:
      tree.has("src/lib.rs") && !usesOf(crates).some((name) => name in PORTS) ? "a library" : undefined,
    choices,
    faults: [...toolchainFaults(tree), ...inputs.faults, ...sqlxFaults(tree, members)],
    warnings: start.warnings,
    ...(lock ? {} : { unlocked: unlocked() }),
  };
}

/** The package that has the program: Cargo looks for it in those of the root alone. */
function memberFact(tree: Snapshot, { crate }: Binary): Fact[] {
  if (!crate.name) return [];
  const file = relative(tree.directory, join(crate.tree.directory, CARGO));
  return [fact(tree, "member", crate.name, file, crate.toml.get("package", "name")?.line)];
}

/** Frameworks and other libraries that crates name. */
function usesOf(crates: Crate[]): string[] {
  const tables = crates.flatMap(({ toml }) => toml.tables.filter(({ name }) => name === "dependencies"));
  return tables.flatMap(({ entries }) => entries.map(({ key }) => key));
}

/** Crates that lie in the repository are not downloaded. */
function managerFact({ vendored: [vendored] }: CargoSettings): Fact {
  return vendored
    ? { field: "packageManager", value: "vendor", from: vendored.from }
    : { field: "packageManager", value: "cargo", from: CARGO };
}

function unlocked(): Fault {
  return {
    file: CARGO,
    message: "no Cargo.lock: each build may get other versions",
    hint: "cargo generate-lockfile, and commit it",
  };
}

/** Crates of the same workspace that one takes by path. */
function linkedCrates(crate: Crate, crates: Crate[], workspace: CargoWorkspace | undefined): Crate[] {
  const found = new Set<Crate>();
  const visit = (each: Crate) => {
    for (const { path, base } of pathDependencies(each, workspace)) {
      const target = join(base.directory, path);
      const next =
        crates.find(({ tree }) => tree.directory === target) ?? crateOf(each.tree.root.under(target));
      if (!next || found.has(next) || next === crate) continue;
      found.add(next);
      visit(next);
    }
  };
  visit(crate);
  return [...found];
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
  const root = [
    CARGO,
    "Cargo.lock",
    "rust-toolchain",
    "rust-toolchain.toml",
    ".cargo/config.toml",
    ".sqlx",
    "sqlx-data.json",
  ];
  const others = crates.filter((crate) => crate.tree.directory !== tree.directory);
  const stubs = others.flatMap((crate) => {
    const value = crate.tree.told(targetsOf);
    return value.length ? [{ field: "inputs" as const, value, from: place.from }] : [];
  });
  return { facts: [...inputsFrom(place.tree, root, place.from), ...stubs], faults: [] };
}

/** A crate's manifest and the files of its targets, relative to the source root. */
function targetsOf(tree: Snapshot): string[] {
  const { toml } = crateOf(tree) ?? {};
  const paths = ["bin", "lib"].flatMap(
    (table) =>
      toml?.all(table).flatMap(({ entries }) => entries.find(({ key }) => key === "path")?.values ?? []) ??
      [],
  );
  const files = [CARGO, "src/lib.rs", "src/main.rs", ...tree.find(/^src\/bin\//), ...paths];
  return files
    .filter((file) => tree.has(file) || tree.hasDirectory(file))
    .map((file) => join(tree.directory, file));
}
