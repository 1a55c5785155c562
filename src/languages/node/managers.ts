import { shellWord } from "../../dockerfile/script.ts";
import type { Microservice } from "../../microservice.ts";

/** One package manager's words for the same four things. */
export interface NodeManager {
  /** Puts the manager itself there; npm is a part of Node. */
  setup?: string;
  /** Its download cache, by name; parallel builds may share it unless it is `own`. */
  cache: { name: string; path: string; own?: boolean };
  /** Variables that it reads. */
  variables?: Record<string, string>;
  /**
   * Installs exactly what the lockfile says, run where the lockfile is.
   *
   * Scripts of the service itself don't run: its sources aren't there yet.
   *
   * @param production without development dependencies.
   */
  install(production: boolean, member: string | undefined): string;
}

/** The manager of a service, at the version that its manifest names. */
export function nodeManager({ packageManager, packageManagerVersion }: Microservice): NodeManager {
  const version = packageManagerVersion;
  if (packageManager === "pnpm") return pnpm(version ?? "10.34.8");
  if (packageManager === "bun") return bun(version ?? "1.4.5");
  if (packageManager !== "yarn") return npm;
  return version?.startsWith("1")
    ? classicYarn(version === "1" ? "1.22.22" : version)
    : berry(version === undefined || version === "4" ? "4.18.1" : version);
}

/** Scripts of dependencies, where one has any: npm notes it beside what it installed. */
const NPM_SCRIPTS =
  "{ { [ -e node_modules/.package-lock.json ] && ! grep -q hasInstallScript node_modules/.package-lock.json; } || npm rebuild; }";

/** pnpm notes whose scripts it left out. */
const PNPM_SCRIPTS = "{ grep -q 'pendingBuilds\"\\?: \\[\\]' node_modules/.modules.yaml || pnpm rebuild; }";

const npm: NodeManager = {
  cache: { name: "npm", path: "/root/.npm" },
  install(production, member) {
    const options = [
      ...(production ? ["--omit=dev"] : []),
      ...(member ? [`--workspace=${shellWord(member)}`] : []),
    ];
    return `npm ci --ignore-scripts ${options.join(" ")}`.trimEnd().concat(` && ${NPM_SCRIPTS}`);
  },
};

/** The store is only a cache: files are copied from it, so the layer holds them. */
function pnpm(version: string): NodeManager {
  return {
    setup: `npm install --global pnpm@${version}`,
    cache: { name: "pnpm", path: "/var/cache/pnpm" },
    install(production, member) {
      const options = [
        "--frozen-lockfile --ignore-scripts --package-import-method=copy --store-dir=/var/cache/pnpm",
        ...(production ? ["--prod"] : []),
        ...(member ? [`--filter ${shellWord(`{./${member}}...`)}`] : []),
      ];
      return `pnpm install ${options.join(" ")} && ${PNPM_SCRIPTS}`;
    },
  };
}

/** Its cache breaks under parallel writers, so each service has one. */
function classicYarn(version: string): NodeManager {
  return {
    setup: `npm install --global yarn@${version}`,
    cache: { name: "yarn", path: "/var/cache/yarn", own: true },
    variables: { YARN_CACHE_FOLDER: "/var/cache/yarn" },
    install: (production) =>
      `yarn install --frozen-lockfile --non-interactive --ignore-scripts --production=${production} && npm rebuild`,
  };
}

/** Plug'n'Play keeps packages in the cache; a folder is what an image can be given. */
function berry(version: string): NodeManager {
  return {
    setup: `npm install --global @yarnpkg/cli-dist@${version}`,
    cache: { name: "yarn-berry", path: "/var/cache/yarn" },
    variables: {
      YARN_ENABLE_TELEMETRY: "0",
      YARN_ENABLE_GLOBAL_CACHE: "true",
      YARN_GLOBAL_FOLDER: "/var/cache/yarn",
      YARN_NODE_LINKER: "node-modules",
    },
    install: (production, member) =>
      production
        ? `${member ? `cd ${shellWord(member)} && ` : ""}yarn workspaces focus --production`
        : "yarn install --immutable",
  };
}

function bun(version: string): NodeManager {
  return {
    setup: `npm install --global bun@${version}`,
    cache: { name: "bun", path: "/root/.bun/install/cache" },
    install: (production) =>
      `bun install --frozen-lockfile --ignore-scripts --backend=copyfile${production ? " --production" : ""}`,
  };
}
