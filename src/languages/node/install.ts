import { shellWord } from "../../dockerfile/script.ts";
import { relative } from "../../files/paths.ts";
import type { Microservice } from "../../microservice.ts";
import type { Kit, Stage } from "../../stage.ts";
import { shell, withManifests, withVariables, workdir } from "../sources.ts";
import { nodeManager } from "./managers.ts";

/** What managers read of a package or a workspace; packages below are named by their manifests. */
const MANIFESTS = [
  ...["**/package.json", ".npmrc", "patches", ".yarnrc", ".yarnrc.yml", ".yarn", "bunfig.toml"],
  ...["pnpm-workspace.yaml", ".pnpmfile.cjs", ".pnpmfile.mjs", "package-lock.json", "npm-shrinkwrap.json"],
  ...["pnpm-lock.yaml", "yarn.lock", "bun.lock", "bun.lockb"],
];

/**
 * All dependencies, as locked; also for static sites, which Node builds.
 *
 * @param more.tools commands that fetch what no lockfile names: their layers serve whatever is locked.
 * @param more.commands what installs, a step each.
 */
export function withPackages<C extends Stage>(
  stage: C,
  kit: Kit<C>,
  service: Microservice,
  { tools = [] as string[], commands = [[install(service, false)]] } = {},
): C {
  const { variables, cache, setup } = nodeManager(service);
  const settled = withVariables(stage, { ...SETTINGS, ...variables });
  const volume = kit.cache(cache.own ? `${cache.name}-${service.name}` : cache.name);
  const equipped = withSteps(settled.withMountedCache(cache.path, volume), [
    ...(setup ? [[setup]] : []),
    ...tools.map((tool) => [tool]),
  ]);
  const described = withInstallInputs(withManifests(equipped, kit, service, MANIFESTS), kit, service);
  return service.dependencies === "none"
    ? described
    : withSteps(described, [[WITHOUT_SCRIPTS, ...(commands[0] ?? [])], ...commands.slice(1)]);
}

/** Quiet; and where node-gyp finds Node's headers, which it would download. */
const SETTINGS = {
  ...{ CI: "true", NPM_CONFIG_AUDIT: "false", NPM_CONFIG_FUND: "false", NPM_CONFIG_UPDATE_NOTIFIER: "false" },
  npm_config_nodedir: "/usr/local",
};

/** A step each, of commands one after another. */
export function withSteps<C extends Stage>(stage: C, steps: string[][]): C {
  return steps.reduce<C>((to, commands) => to.withExec(shell(...commands)), stage);
}

/** Scripts of a package that run when it is installed, in npm's order. */
export const LIFECYCLE = [
  "preinstall",
  "install",
  "postinstall",
  "prepublish",
  "preprepare",
  "prepare",
  "postprepare",
];

/**
 * The service's own scripts run in the build stage, where its sources are; those of its dependencies run now. So
 * manifests lose the former until the sources bring them back.
 */
const WITHOUT_SCRIPTS =
  "find . -name package.json ! -path '*/node_modules/*' -exec node -e '" +
  "for (const file of process.argv.slice(1)) {" +
  ' const manifest = JSON.parse(fs.readFileSync(file, "utf8").replace(/^\\uFEFF/, ""));' +
  ` for (const name of ${JSON.stringify([...LIFECYCLE, "pnpm:devPreinstall"])}) delete manifest.scripts?.[name];` +
  " fs.writeFileSync(file, JSON.stringify(manifest)) }' {} +";

/** What a manager reads beside manifests: archives, patches, packages that it copies. */
function withInstallInputs<C extends Stage>(stage: C, kit: Kit<C>, service: Microservice): C {
  const { path, installInputs = [] } = service;
  const isOwn = (file: string) => path === "." || file.startsWith(`${path}/`);
  const own = installInputs.filter(isOwn).map((file) => relative(path, file));
  const others = installInputs.filter((file) => !isOwn(file));
  const inside = own.length
    ? stage.withDirectory(workdir(service), kit.source.directory(path).filter({ include: own }))
    : stage;
  return others.length ? inside.withDirectory("/src", kit.source.filter({ include: others })) : inside;
}

/** The command that installs from the lockfile, which may lie above a service that is a workspace's member. */
export function install(service: Microservice, production: boolean): string {
  const { workspace, path, unlocked } = service;
  const { install } = nodeManager(service);
  if (workspace === undefined) return install({ production, locked: !unlocked });
  const isRoot = workspace === ".";
  const member = isRoot ? path : path.slice(workspace.length + 1);
  const command = install({ production, locked: !unlocked, member });
  return `cd ${shellWord(isRoot ? "/src" : `/src/${workspace}`)} && ${command}`;
}
