import { inputsFrom } from "../../detection/inputs.ts";
import { join } from "../../files/paths.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import { texts } from "../../manifests/json.ts";
import type { Fact } from "../../microservice.ts";
import type { Needed } from "./local-packages.ts";
import { allDependencies, PACKAGE, type PackageJson, readPackage, yamlField } from "./package.ts";
import type { Workspace } from "./workspace.ts";

/** Files of a workspace's root that an installation or a build reads. */
const SHARED = [
  PACKAGE,
  "package-lock.json",
  "npm-shrinkwrap.json",
  "pnpm-lock.yaml",
  "pnpm-workspace.yaml",
  ".pnpmfile.cjs",
  ".pnpmfile.mjs",
  "yarn.lock",
  ".yarnrc.yml",
  ".yarnrc",
  ".yarn/releases",
  ".yarn/patches",
  ".yarn/plugins",
  "bun.lock",
  "bun.lockb",
  "bunfig.toml",
  ".npmrc",
  "patches",
  "turbo.json",
  "nx.json",
  ".browserslistrc",
];

/** Compilers' settings, which those of members extend. */
const SETTINGS = /^(tsconfig[^/]*\.json|babel\.config\.[cm]?js(on)?)$/;

function settingsOf(tree: Snapshot): string[] {
  return tree.find(SETTINGS);
}

/** Managers that refuse a lockfile that names members which aren't there. */
const WHOLE = ["yarn", "bun"];

/** What lies outside the service's directory: its workspace's files, packages by path and by name. */
export function nodeInputs(
  tree: Snapshot,
  workspace: Workspace | undefined,
  manager: string,
  found: Needed[],
): Fact[] {
  const isInside = (path: string) => tree.directory === "." || `${path}/`.startsWith(`${tree.directory}/`);
  const packages = found
    .filter(({ path }) => !isInside(path))
    .map(({ path, from }): Fact => ({ field: "inputs", value: [path], from }));
  if (!workspace) return packages;
  const { place, members } = workspace;
  const manifests = WHOLE.includes(manager) ? members.map((member) => `${member}/${PACKAGE}`) : [];
  return [
    ...inputsFrom(place.tree, [...SHARED, ...place.tree.told(settingsOf)], place.from),
    ...inputsFrom(tree.root, manifests, place.from),
    ...packages,
  ];
}

/** What the manager reads beside manifests when it installs: archives, packages that it copies, patches, schemas. */
export function installInputs(
  tree: Snapshot,
  workspace: Workspace | undefined,
  manager: string,
  found: Needed[],
): Fact[] {
  const trees = [
    tree,
    ...(workspace ? [workspace.place.tree] : []),
    ...found.map(({ path }) => tree.root.under(path)),
  ];
  const read = found.filter(({ manifest, isMember }) => !manifest || (!isMember && manager !== "npm"));
  const files = [...read.map(({ path }) => path), ...trees.flatMap(patchesOf), ...trees.flatMap(schemaOf)];
  const there = [...new Set(files)].filter((path) => tree.root.has(path) || tree.root.hasDirectory(path));
  return there.length ? [{ field: "installInputs", value: there.sort(), from: PACKAGE }] : [];
}

/** Patches that lie elsewhere than in `patches` and `.yarn`, which are read anyway. */
function patchesOf(tree: Snapshot): string[] {
  const { value = {} } = readPackage(tree) ?? {};
  const pnpm = {
    ...texts(value.pnpm?.patchedDependencies),
    ...texts(yamlField(tree.text("pnpm-workspace.yaml"), "patchedDependencies")),
  };
  const ranges = Object.values({ ...allDependencies(value), ...texts(value.resolutions) });
  const yarn = ranges.flatMap((range) => /^patch:.*#(?:~\/|\.\/)?([^#]+\.patch)/.exec(range)?.[1] ?? []);
  const isRead = (path: string) => /^(patches|\.yarn)\//.test(path);
  return [...Object.values(pnpm), ...yarn]
    .map((path) => join(".", path))
    .filter((path) => !isRead(path))
    .map((path) => join(tree.directory, path));
}

/** Prisma's client is made from a schema when it is installed. */
function schemaOf(tree: Snapshot): string[] {
  const { value = {} } = readPackage(tree) ?? ({} as { value?: Partial<PackageJson> });
  if (!("@prisma/client" in allDependencies(value))) return [];
  const said = value.prisma?.schema;
  return [join(tree.directory, typeof said === "string" ? said : "prisma")];
}
