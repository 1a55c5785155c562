import { type Detection, fact, type Given } from "../../detection/detection.ts";
import { type Outside, together } from "../../detection/inputs.ts";
import { seenFrom } from "../../detection/places.ts";
import { portFacts } from "../../detection/ports.ts";
import { type VersionSource, versionFacts, versionFiles } from "../../detection/versions.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import { type Manifest, texts } from "../../manifests/json.ts";
import type { Fact } from "../../microservice.ts";
import { nodeManager } from "./detect-manager.ts";
import { startOf } from "./entry.ts";
import { nodeInputs } from "./inputs.ts";
import {
  nodeWorkspace,
  PACKAGE,
  type PackageJson,
  readPackage,
  runtimeDependencies,
  scriptFacts,
  type Workspace,
} from "./package.ts";
import { SERVERS } from "./site.ts";

/** Node: a `package.json`, by whatever package manager. */
export function detectNode(tree: Snapshot, given: Given = {}): Detection | undefined {
  const manifest = readPackage(tree);
  if (!manifest) return undefined;
  const workspace = nodeWorkspace(tree);
  const manager = nodeManager(tree, workspace, given.packageManager);
  const inputs: Outside = together(nodeInputs(tree, manifest, workspace, manager.name));
  const start = startOf(tree, manifest, given);
  const uses = Object.keys(runtimeDependencies(manifest.value));
  return {
    manifest: PACKAGE,
    name: typeof manifest.value.name === "string" ? manifest.value.name : undefined,
    rank: start.isStarted || uses.some((name) => name in SERVERS) ? "service" : "tooling",
    facts: [
      ...nodeVersion(tree, manifest, workspace),
      ...manager.facts,
      ...(workspace ? [fact(tree, "workspace", workspace.place.tree.directory, workspace.place.from)] : []),
      ...start.facts,
      ...scriptFacts(tree, manifest, manager.name),
      ...portOf(tree, start.facts, uses),
      ...inputs.facts,
    ],
    choices: [...manager.choices, ...start.choices],
    faults: [...manifest.faults, ...inputs.faults],
  };
}

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
  return versionFacts(sources.map(numbered), 1).map((found) =>
    found.field === "version" && Number(found.value) % 2 && isRange(sources, found)
      ? { ...found, value: String(Number(found.value) - 1) }
      : found,
  );
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

/** `PORT=4000 node server.js` says it; else the framework's habit. */
function portOf(tree: Snapshot, facts: Fact[], uses: string[]): Fact[] {
  const start = facts.find(({ field }) => field === "variables");
  const port = (start?.value as string[] | undefined)?.find((line) => /^PORT=\d+$/.test(line))?.slice(5);
  return start && port
    ? [{ field: "port", value: Number(port), from: start.from }]
    : portFacts(tree, SERVERS, uses);
}
