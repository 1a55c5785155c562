import { filesIn, upwards } from "../../detection/upward-search.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import { TomlTables } from "../../manifests/toml.ts";
import type { Fact } from "../../microservice.ts";

const FILES = [".cargo/config.toml", ".cargo/config"];

/** What Cargo's own settings, the service's or those above it, ask of a build. */
export interface CargoSettings {
  /** Directories that crates are vendored in, each with the directory that it is relative to. */
  vendored: { base: Snapshot; path: string; from: string }[];
  facts: Fact[];
}

/** Debian's packages of what links. */
const LINKERS: Record<string, string> = { clang: "clang", mold: "mold", lld: "lld" };

export function cargoSettings(tree: Snapshot): CargoSettings {
  const found = filesIn(upwards(tree), tree, FILES).map((place) => ({
    place,
    toml: new TomlTables(place.tree.text(place.file) ?? ""),
  }));
  const vendored = found.flatMap(({ place, toml }) =>
    toml.tables
      .filter(({ name }) => /^source\./.test(name))
      .flatMap(({ entries }) => entries.filter(({ key }) => key === "directory"))
      .flatMap(({ values, line }) =>
        values.map((path) => ({ base: place.tree, path, from: `${place.from}:${line}` })),
      ),
  );
  const linkers = found.flatMap(({ place, toml }) =>
    toml.tables
      .filter(({ name }) => /^target\./.test(name))
      .flatMap(({ entries }) => entries.filter(({ key }) => key === "linker"))
      .flatMap(({ values, line }): Fact[] => {
        const name = LINKERS[values[0]?.replace(/.*\//, "") ?? ""];
        return name ? [{ field: "buildPackages", value: [name], from: `${place.from}:${line}` }] : [];
      }),
  );
  return { vendored, facts: linkers };
}
