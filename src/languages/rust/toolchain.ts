import { filesIn, upwards } from "../../detection/upward-search.ts";
import { type VersionSource, versionFacts, versionFiles } from "../../detection/versions.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import { TomlTables } from "../../manifests/toml.ts";
import type { Fact } from "../../microservice.ts";
import type { Fault } from "../../yaml/fault.ts";
import { CARGO, type CargoWorkspace, type Crate } from "./cargo.ts";

/** Toolchain files of the service and of the directories above it, with the channel that each names. */
function channels(tree: Snapshot): VersionSource[] {
  return filesIn(upwards(tree), tree, ["rust-toolchain.toml", "rust-toolchain"]).flatMap((place) => {
    const channel = new TomlTables(place.tree.text(place.file) ?? "").get("toolchain", "channel");
    const text = channel?.values[0] ?? place.tree.text(place.file)?.trim().split("\n")[0];
    return text ? [{ text, from: `${place.from}:${channel?.line ?? 1}` }] : [];
  });
}

/** A toolchain file pins; `rust-version` is a lower bound. */
export function toolchainFacts(tree: Snapshot, crate: Crate, workspace: CargoWorkspace | undefined): Fact[] {
  const { own, above } = versionFiles(tree, [], ["rust"]);
  const asked = [
    lowest(crate.toml, "package", CARGO),
    lowest(crate.toml, "workspace.package", CARGO),
    ...(workspace ? [lowest(workspace.toml, "workspace.package", workspace.place.from)] : []),
  ].flat();
  return versionFacts([...channels(tree), ...own, ...asked, ...above], 2);
}

function lowest(toml: TomlTables, table: string, file: string): VersionSource[] {
  const entry = toml.get(table, "rust-version");
  return entry && /^\d/.test(entry.values[0] ?? "")
    ? [{ text: `>=${entry.values[0]}`, from: `${file}:${entry.line}` }]
    : [];
}

/** Compilers of a night, which no base has. */
export function toolchainFaults(tree: Snapshot): Fault[] {
  const [first] = channels(tree);
  if (!first || !/^(nightly|beta|dev)\b/.test(first.text)) return [];
  const [file = "", line] = first.from.split(":");
  const message = `Rust ${first.text} can't be had: bases have stable releases`;
  return [{ file, line: Number(line), message, hint: 'name one, such as channel = "1.96", or leave it out' }];
}
