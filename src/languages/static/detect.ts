import { type Detection, fact, type Overrides, present } from "../../detection/detection.ts";
import { exposedPort } from "../../detection/ports.ts";
import { join } from "../../files/paths.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import { type Manifest, texts } from "../../manifests/json.ts";
import type { Fault } from "../../yaml/fault.ts";
import { detectNode } from "../node/detect.ts";
import { isPhoneApp, PHONE } from "../node/library.ts";
import { PACKAGE, type PackageJson, readPackage } from "../node/package.ts";
import { projectOf } from "../node/project.ts";
import type { Site } from "./builder.ts";
import { servedBy } from "./file-servers.ts";
import { pagesFolder } from "./pages.ts";
import { routeFacts } from "./routes.ts";
import { type FoundSite, siteOf } from "./site.ts";

/** Static sites: a folder with an `index.html`, or what a builder such as vite makes of a `package.json`. */
export function detectStatic(tree: Snapshot, given: Overrides = {}): Detection | undefined {
  const manifest = readPackage(tree);
  if (!manifest) return pages(tree);
  if (manifest.faults.length) return undefined;
  const found = siteOf(tree, manifest, given);
  return found ? built(tree, manifest, given, found) : beside(tree, manifest, given);
}

/** A site that is written where another service may expect it, whose image is built without it. */
function elsewhere(tree: Snapshot, { folder, from = PACKAGE }: Site): Fault[] {
  if (!folder.startsWith("../")) return [];
  const [file = PACKAGE, line] = from.split(":");
  const message = `writes the site to ${join(tree.directory, folder)}, which only this service's image has`;
  const hint =
    "have a build script of what else serves it build this, too, with `inputs:` in its service.yaml";
  return [{ file, ...(line && { line: Number(line) }), message, hint }];
}

function pages(tree: Snapshot): Detection | undefined {
  const found = pagesFolder(tree);
  if (!found) return undefined;
  const { folder, file } = found;
  const facts = present([fact(tree, "entrypoint", folder, file), exposedPort(tree)]);
  return { manifest: file, rank: "page", facts };
}

/** Pages beside a package.json that only holds tools: nothing of it is built or started. */
function beside(tree: Snapshot, { value }: Manifest<PackageJson>, given: Overrides): Detection | undefined {
  const { build, start } = texts(value.scripts);
  const server = servedBy(start ?? "");
  if (server?.folder && !build) return served(tree, server.folder);
  const found = pages(tree);
  if (!found || build || (!server && detectNode(tree, given)?.rank !== "tooling")) return undefined;
  return { ...found, rank: server ? undefined : "tooling" };
}

function served(tree: Snapshot, folder: string): Detection | undefined {
  const path = join(".", folder);
  if (!tree.hasDirectory(path)) return undefined;
  return {
    manifest: PACKAGE,
    facts: present([fact(tree, "entrypoint", path, PACKAGE, /"start"/), exposedPort(tree)]),
  };
}

function built(
  tree: Snapshot,
  manifest: Manifest<PackageJson>,
  given: Overrides,
  found: FoundSite,
): Detection {
  const project = projectOf(tree, manifest, given);
  const { builder, script, site, sources, why } = found;
  const at =
    builder &&
    (manifest.line("devDependencies", builder.name) ?? manifest.line("dependencies", builder.name));
  const usual = builder && `default of ${builder.name} (${PACKAGE}${at ? `:${at}` : ""})`;
  const isBuilt = project.facts.some(({ field }) => field === "buildCommand");
  const manager = project.facts.find(({ field }) => field === "packageManager")?.value ?? "npm";
  const command = script
    ? fact(tree, "buildCommand", [String(manager), "run", script], PACKAGE, manifest.line("scripts", script))
    : builder && fact(tree, "buildCommand", builder.build, `default of ${builder.name}`);
  const choice = {
    field: "entrypoint" as const,
    values: [],
    why: `${why}, so nothing says which folder is the site`,
  };
  return {
    ...project,
    excluded: isPhoneApp(manifest.value) ? PHONE : undefined,
    excludedIfNeeded: "a library",
    facts: [
      ...project.facts,
      ...(site && !given.entrypoint
        ? [fact(tree, "entrypoint", site.folder, site.from ?? usual ?? PACKAGE)]
        : []),
      ...(isBuilt || !command ? [] : [command]),
      ...(site ? routeFacts(sources, builder, site) : []),
      ...present([exposedPort(tree)]),
    ],
    choices: [...project.choices, ...(why && !given.entrypoint ? [choice] : [])],
    warnings: site ? elsewhere(tree, site) : [],
  };
}
