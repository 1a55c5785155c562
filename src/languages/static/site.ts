import type { Overrides } from "../../detection/detection.ts";
import { join } from "../../files/paths.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import { type Manifest, texts } from "../../manifests/json.ts";
import { buildScript } from "../node/build-script.ts";
import { DEVELOPMENT_COMMANDS, RENDERERS, SERVERS } from "../node/frameworks.ts";
import { allDependencies, PACKAGE, type PackageJson, runtimeDependencies } from "../node/package.ts";
import { assetsSite, isAssets } from "./assets.ts";
import type { Site, SiteBuilder, Sources } from "./builder.ts";
import { BUILDERS } from "./builders.ts";
import { servedBy } from "./file-servers.ts";

/** A package that makes a site, which needs no server of its own. */
export interface FoundSite {
  sources: Sources;
  /** Absent where only the descriptor says that it is a site. */
  builder?: SiteBuilder;
  /** The script of its package that builds it, where there is one. */
  script?: string;
  site?: Site;
  /** What keeps its folder from being known. */
  why?: string;
}

/** What a package makes, where it is a site: by the builder that its build script calls, else by one it depends on. */
export function siteOf(
  tree: Snapshot,
  { value }: Manifest<PackageJson>,
  given: Overrides,
): FoundSite | undefined {
  const scripts = texts(value.scripts);
  const uses = allDependencies(value);
  const script = siteScript(value, scripts);
  const served = servedBy(scripts.start ?? "");
  const sources = { tree, name: String(value.name), build: expanded(scripts, script), uses };
  for (const builder of candidates(sources, scripts)) {
    if (isServed(value, builder, scripts)) continue;
    const found = builder.site(sources);
    if (!found) continue;
    if ("why" in found) return { sources, builder, script, why: found.why };
    return { sources, builder, script, site: { ...(served?.isSingle ? SINGLE : {}), ...found } };
  }
  if (script && served?.folder) {
    const site = { folder: served.folder, from: PACKAGE, ...(served.isSingle ? SINGLE : {}) };
    return { sources, script, site };
  }
  const assets = script && isAssets(sources.build) ? assetsSite(sources) : undefined;
  if (assets) return { sources, script, site: assets };
  const folder = given.entrypoint && join(".", given.entrypoint);
  const isFolder =
    folder &&
    script &&
    !/\.\w+$/.test(folder) &&
    !tree.has(`${folder}.js`) &&
    !tree.has(`${folder}/index.js`);
  return isFolder ? { sources, script, site: { folder } } : undefined;
}

/** Those that are there without being named: by another package, as the manager. */
const ALWAYS = ["vite", "bun"];

/** A file server's flag for an application that runs in the browser. */
const SINGLE = { fallback: "index.html" };

/** The script that builds a site; by another name (`docs:build`) only in a package that gives others nothing. */
function siteScript(value: Partial<PackageJson>, scripts: Record<string, string>): string | undefined {
  const usual = buildScript(scripts);
  if (usual || ["main", "bin", "exports", "module"].some((field) => field in value)) return usual;
  const uses = allDependencies(value);
  return Object.keys(scripts).find((name) =>
    BUILDERS.some(({ command, ...builder }) => builder.name in uses && command.test(scripts[name] ?? "")),
  );
}

/** Those that the build script calls; where it calls none, those among the dependencies that have something to build. */
function candidates({ build, uses, tree }: Sources, scripts: Record<string, string>): SiteBuilder[] {
  const called = BUILDERS.filter(
    ({ command, name }) => command.test(build) && (name in uses || ALWAYS.includes(name)),
  );
  if (called.length || build) return called;
  // A library or a service may use vite for its tests alone.
  const isSite = DEVELOPMENT_COMMANDS.some((form) =>
    form.test((scripts.start ?? scripts.dev ?? "").replace(/^npx /, "")),
  );
  return isSite || tree.has("index.html") ? BUILDERS.filter(({ name }) => name in uses) : [];
}

/** Whether a program of its own answers: a start script that isn't for development, a framework that renders. */
function isServed(
  value: Partial<PackageJson>,
  builder: SiteBuilder,
  scripts: Record<string, string>,
): boolean {
  const { start } = scripts;
  if (start && !isLook(start)) return true;
  const [uses, atRunTime] = [allDependencies(value), runtimeDependencies(value)];
  if (OWN.includes(builder.name) || "@angular/ssr" in uses) return false;
  const renders = RENDERERS.some((name) => name in uses);
  const isServer = (name: string) => name in atRunTime || (name.includes("/") && name in uses);
  return renders || Object.keys(SERVERS).some((name) => name !== builder.name && isServer(name));
}

/** Frameworks that render on a server, too: what they make, their own settings tell. */
const OWN = ["next", "nuxt", "@sveltejs/adapter-static", "@react-router/dev", "astro", "@solidjs/start"];

/** Start scripts that only look at a site: development servers, file servers, and `next start`, which refuses an export. */
function isLook(start: string): boolean {
  const command = start.replace(/^(npx|cross-env)\s+/, "").replace(/^(\w+=\S*\s+)+/, "");
  return (
    servedBy(start) !== undefined ||
    LOOK.test(command) ||
    DEVELOPMENT_COMMANDS.some((form) => form.test(command))
  );
}

const LOOK =
  /^(vite|react-scripts|react-app-rewired|craco|ng|vue-cli-service|parcel|webpack|astro|gatsby|expo|eleventy|vitepress|vuepress|docusaurus|storybook|start-storybook|@11ty\/eleventy|next|nuxt|react-router-serve|vinxi|rspack|rsbuild|slidev|ember|hexo|quasar|npm run (dev|serve|preview|develop))\b/;

/** The build script, each script that it runs in its place. */
function expanded(scripts: Record<string, string>, name: string | undefined, depth = 5): string {
  if (name === undefined) return "";
  const run = /\b(?:npm run|yarn run|pnpm run|bun run|yarn|pnpm|run-s|npm-run-all) ([\w:.-]+)/g;
  const text = [scripts[`pre${name}`], scripts[name], scripts[`post${name}`]].filter(Boolean).join(" && ");
  return depth
    ? text.replace(run, (said, other) => (scripts[other] ? expanded(scripts, other, depth - 1) : said))
    : text;
}
