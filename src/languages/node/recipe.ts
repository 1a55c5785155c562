import { shellWord } from "../../dockerfile/script.ts";
import type { Microservice } from "../../microservice.ts";
import type { Stage } from "../../stage.ts";
import { type Kit, type Language, OUT } from "../language.ts";
import { bare } from "../packages.ts";
import {
  APP,
  appdir,
  begin,
  copyOwnFiles,
  shell,
  withManifests,
  withSources,
  withVariables,
} from "../sources.ts";
import { detectNode } from "./detect.ts";
import { scriptPlaces } from "./entry.ts";
import { nodeManager } from "./managers.ts";

/** Node: production dependencies beside the package's own files, or all of it bundled to one file. */
export const node: Language = {
  name: "node",
  aliases: ["nodejs", "javascript", "typescript", "js", "ts", "bun"],
  manifests: ["package.json"],
  reads: ["package.json", ".nvmrc", ".node-version", "pnpm-workspace.yaml", ".yarnrc.yml"],
  managers: ["npm", "pnpm", "yarn", "bun"],
  entrypoint: { what: "a file", places: scriptPlaces },
  firstBuildSeconds: 20,
  detect: detectNode,
  dependencies(kit, service) {
    const started = begin(kit, service, "node");
    return service.bundle
      ? withPackages(started, kit, service, { tools: [`npm install --global esbuild@${ESBUILD}`] })
      : withPackages(started, kit, service, { before: aside(service) });
  },
  build(kit, service, dependencies) {
    const sources = withSources(dependencies, kit, service);
    return service.buildCommand ? sources.withExec(service.buildCommand) : sources;
  },
  test(kit, service, dependencies) {
    return withSources(dependencies, kit, service).withExec(service.testCommand ?? ["node", "--test"]);
  },
  package(_kit, service, built) {
    return service.bundle ? bundled(built, service) : built.withExec(shell(...gathered(service)));
  },
  runtime(kit, service, artifact) {
    const file = service.bundle ? "index.mjs" : (service.entrypoint ?? "index.js");
    return bare(kit, service, "node-runtime", service.version)
      .withDirectory("/", artifact)
      .withWorkdir(service.bundle ? APP : appdir(service))
      .withEnvVariable("PATH", "/nodejs/bin:/usr/local/bin:/usr/bin:/bin")
      .withEnvVariable("NODE_ENV", "production")
      .withEntrypoint((!service.bundle && service.command) || ["node", file]);
  },
};

const ESBUILD = "0.25.12";

const MANIFESTS = [
  ...["package.json", ".npmrc", "patches", ".yarnrc", ".yarnrc.yml", ".yarn", "bunfig.toml"],
  ...["pnpm-workspace.yaml", ".pnpmfile.cjs", "package-lock.json", "npm-shrinkwrap.json"],
  ...["pnpm-lock.yaml", "yarn.lock", "bun.lock", "bun.lockb"],
];

/**
 * All dependencies, as locked; also for static sites, which Node builds.
 *
 * @param more.tools commands that fetch what no lockfile names: their layers serve whatever is locked.
 * @param more.before commands that want the manifests, and no packages yet.
 */
export function withPackages<C extends Stage>(
  stage: C,
  kit: Kit<C>,
  service: Microservice,
  { tools = [] as string[], before = [] as string[] } = {},
): C {
  const { variables, cache, setup } = nodeManager(service);
  const quiet = { CI: "true", NPM_CONFIG_AUDIT: "false", NPM_CONFIG_FUND: "false" };
  const settled = withVariables(stage, { ...quiet, NPM_CONFIG_UPDATE_NOTIFIER: "false", ...variables });
  const volume = kit.cache(cache.own ? `${cache.name}-${service.name}` : cache.name);
  const equipped = running(settled.withMountedCache(cache.path, volume), [
    ...(setup ? [setup] : []),
    ...tools,
  ]);
  return running(withManifests(equipped, kit, service, MANIFESTS), [...before, install(service, false)]);
}

function running<C extends Stage>(stage: C, commands: string[]): C {
  return commands.reduce<C>((to, command) => to.withExec(shell(command)), stage);
}

/** The command that installs from the lockfile, which may lie above a service that is a workspace's member. */
function install(service: Microservice, production: boolean): string {
  const { workspace, path } = service;
  const manager = nodeManager(service);
  if (workspace === undefined) return manager.install(production, undefined);
  const member = workspace === "." ? path : path.slice(workspace.length + 1);
  return `cd ${shellWord(`/src/${workspace === "." ? "" : workspace}`)} && ${manager.install(production, member)}`;
}

/** What managers note for themselves beside the packages: no program reads it, and pnpm's and yarn's holds the time. */
const FORGET = "find . -regex '.*/node_modules/\\(\\.[^/]*\\|\\.pnpm/lock\\.yaml\\)' -type f -delete";

/**
 * Production dependencies are installed first and set aside, so that they are as the lockfile says and a
 * change of sources doesn't install them again.
 */
function aside(service: Microservice): string[] {
  const found = `mkdir /production && cd /src && ${FORGET} && find . -name node_modules -type d -prune > /tmp/found`;
  const pack =
    "tar --create --file /tmp/production.tar --directory /src --files-from /tmp/found --remove-files";
  const unpack = "tar --extract --file /tmp/production.tar --directory /production && rm /tmp/production.tar";
  return [install(service, true), found, pack, unpack];
}

/** `files` of the manifest says what belongs to a package; without it, all but what nothing reads does. */
function gathered(service: Microservice): string[] {
  const target = shellWord(`${OUT}${appdir(service)}`);
  const unpack = `mkdir -p ${target} && tar --extract --file /tmp/*.tgz --directory ${target} --strip-components=1`;
  const packed = `npm pack --ignore-scripts --pack-destination /tmp && ${unpack}`;
  const unread = [
    ...MANIFESTS.slice(1),
    ...(service.buildCommand ? ["*.ts", "*.tsx", "tsconfig*.json"] : []),
  ];
  return [
    `if npm pkg get files | grep -q '\\['; then ${packed}; else ${copyOwnFiles(service, unread)}; fi`,
    `cp -a /production/. ${OUT}${APP}/`,
  ];
}

/** What dependencies in CommonJS expect to find, and an ES module lacks. */
const BANNER =
  "import{createRequire as r}from'node:module';import{fileURLToPath as f}from'node:url';" +
  "const require=r(import.meta.url),__filename=f(import.meta.url),__dirname=f(new URL('.',import.meta.url));";

function bundled<C extends Stage>(built: C, service: Microservice): C {
  const options = ["--bundle", "--platform=node", "--format=esm", "--minify-syntax", "--legal-comments=none"];
  return built.withExec([
    "esbuild",
    service.entrypoint ?? "index.js",
    ...options,
    `--target=node${service.version ?? 20}`,
    `--banner:js=${BANNER}`,
    `--outfile=${OUT}${APP}/index.mjs`,
  ]);
}
