import { NODE } from "../../bases/versions.ts";
import { withRecipeVersion } from "../../detection/recipe/version.ts";
import { seenFrom } from "../../detection/upward-search.ts";
import { type VersionSource, versionFacts, versionFiles } from "../../detection/versions.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import { type Manifest, texts } from "../../manifests/json.ts";
import type { Fact } from "../../microservice.ts";
import { PACKAGE, type PackageJson, readPackage } from "./package.ts";
import type { Workspace } from "./workspace.ts";

/** Version files say more than `engines`, and the service's own more than those above. */
export function nodeVersion(
  tree: Snapshot,
  manifest: Manifest<PackageJson>,
  workspace: Workspace | undefined,
): Fact[] {
  const { own, above } = versionFiles(tree, [".nvmrc", ".node-version"], ["nodejs", "node"]);
  const root = workspace && readPackage(workspace.place.tree);
  const rootFile = workspace ? seenFrom(tree, workspace.place.tree, PACKAGE) : PACKAGE;
  const sources = [...own, ...engines(manifest, PACKAGE), ...above, ...(root ? engines(root, rootFile) : [])];
  // Odd releases of Node are short-lived: a range that ends in one means the one before.
  const facts = versionFacts(sources.map(numbered), 1).map((found) =>
    found.field === "version" && Number(found.value) % 2 && isRange(sources, found)
      ? { ...found, value: String(Number(found.value) - 1) }
      : found,
  );
  return withRecipeVersion(tree, facts, "node", Object.keys(NODE));
}

/** Code names of long-term releases. */
const LTS: Record<string, string> = { gallium: "16", hydrogen: "18", iron: "20", jod: "22", krypton: "24" };

function numbered({ text, from }: VersionSource): VersionSource {
  return {
    from,
    text: text.replace(/^lts\/(\w+)/i, (name, word: string) => LTS[word.toLowerCase()] ?? name),
  };
}

function isRange(sources: VersionSource[], { from }: Fact): boolean {
  return /</.test(sources.find((source) => source.from === from)?.text ?? "");
}

function engines({ value, line }: Manifest<PackageJson>, file: string): VersionSource[] {
  const found = (key: "volta" | "engines") => ({
    text: texts(value[key]).node ?? "",
    from: `${file}:${line(key, "node")}`,
  });
  return [found("volta"), found("engines")].filter(({ text }) => text);
}
