import { join } from "../../files/paths.ts";
import { readJson } from "../../manifests/json.ts";
import type { Site, Sources, Unknown } from "./builder.ts";

interface Target {
  builder?: unknown;
  options?: Options;
  configurations?: Record<string, Options>;
  defaultConfiguration?: unknown;
}

interface Options {
  outputPath?: unknown;
  ssr?: unknown;
  server?: unknown;
  outputMode?: unknown;
}

interface Workspace {
  defaultProject?: unknown;
  projects: Record<
    string,
    { projectType?: unknown; architect?: { build?: Target }; targets?: { build?: Target } }
  >;
}

/** What angular.json says of the application that `ng build` makes; nothing where a server renders it. */
export function angularSite({ tree, name, build }: Sources): Site | Unknown | undefined {
  const manifest = readJson<Workspace>(tree, "angular.json");
  const projects = Object.entries(manifest?.value.projects ?? {}).filter(
    ([, { projectType }]) => projectType !== "library",
  );
  const [, argument] = /\bng build (?!-)(\S+)/.exec(build) ?? [];
  const wanted = argument ?? /--project[= ](\S+)/.exec(build)?.[1] ?? manifest?.value.defaultProject;
  const found = projects.length > 1 ? projects.find(([each]) => each === wanted) : projects[0];
  if (projects.length > 1 && !found)
    return { why: `angular.json has ${projects.map(([each]) => each).join(" and ")}` };
  const target = found?.[1].architect?.build ?? found?.[1].targets?.build;
  const options = optionsOf(target);
  if ((options.server || options.ssr) && options.outputMode !== "static") return undefined;
  const [, flag] = /--output-path[= ](\S+)/.exec(build) ?? [];
  const folder = join(
    ".",
    folderOf(flag ?? options.outputPath ?? `dist/${found?.[0] ?? name}`, target?.builder),
  );
  const line = manifest?.line("outputPath");
  return { folder, ...(line && { from: `angular.json:${line}` }) };
}

/** With those of the configuration that a build takes by default. */
function optionsOf(target: Target | undefined): Options {
  const name = target?.defaultConfiguration ?? "production";
  return { ...target?.options, ...target?.configurations?.[String(name)] };
}

/** The builder of applications makes a folder for the browser's part; those before it did not. */
function folderOf(path: unknown, builder: unknown): string {
  const hasPart = !/:(browser|browser-esbuild)$/.test(String(builder ?? "application"));
  if (typeof path !== "object" || path === null) return hasPart ? `${path}/browser` : String(path);
  const { base, browser } = path as { base?: unknown; browser?: unknown };
  return join(String(base), typeof browser === "string" ? browser || "." : "browser");
}
