import { shellWord } from "../../dockerfile/script.ts";
import type { Microservice } from "../../microservice.ts";

import { BUN_VERSION } from "./bun.ts";

/** One package manager's words for the same four things. */
export interface NodeManager {
  /** Puts the manager itself there; npm is a part of Node. */
  setup?: string;
  /** Its download cache, by name; parallel builds may share it unless it is `own`. */
  cache: { name: string; path: string; own?: boolean };
  /** Variables that it reads. */
  variables?: Record<string, string>;
  /** The command that installs, run where the lockfile is. */
  install(options: Installation): string;
}

/** What is installed. */
export interface Installation {
  /** Without development dependencies. */
  production: boolean;
  /** Exactly what the lockfile says, or nothing; false where there is none. */
  locked: boolean;
  /** One package of a workspace with those that it needs, relative to the workspace. */
  member?: string;
}

/** The manager of a service, at the version that its manifest names. */
export function nodeManager({ packageManager, packageManagerVersion }: Microservice): NodeManager {
  const version = packageManagerVersion;
  if (packageManager === "pnpm") return pnpm(version ?? "10.34.8");
  if (packageManager === "bun") return bun(version ?? BUN_VERSION);
  if (packageManager !== "yarn") return npm;
  return version?.startsWith("1")
    ? classicYarn(version === "1" ? "1.22.22" : version)
    : berry(version === undefined || version === "4" ? "4.18.1" : version);
}

const npm: NodeManager = {
  cache: { name: "npm", path: "/root/.npm" },
  install({ production, locked, member }) {
    const options = [
      ...(production ? ["--omit=dev"] : []),
      ...(member ? [`--workspace=${shellWord(member)}`, "--include-workspace-root"] : []),
    ];
    return ["npm", locked ? "ci" : "install", ...options].join(" ");
  },
};

/** The store is only a cache: files are copied from it, so the layer holds them. */
function pnpm(version: string): NodeManager {
  return {
    setup: `npm install --global pnpm@${version}`,
    cache: { name: "pnpm", path: "/var/cache/pnpm" },
    install({ production, locked, member }) {
      const options = [
        locked ? "--frozen-lockfile" : "--no-frozen-lockfile",
        "--package-import-method=copy --store-dir=/var/cache/pnpm",
        ...(production ? ["--prod"] : []),
        ...(member ? [`--filter ${shellWord(`{./${member}}...`)} --filter '{.}'`] : []),
      ];
      return `pnpm install ${options.join(" ")}`;
    },
  };
}

/** Its cache breaks under parallel writers, so each service has one. */
function classicYarn(version: string): NodeManager {
  return {
    setup: `npm install --global yarn@${version}`,
    cache: { name: "yarn", path: "/var/cache/yarn", own: true },
    variables: { YARN_CACHE_FOLDER: "/var/cache/yarn" },
    install: ({ production, locked }) =>
      `yarn install ${locked ? "--frozen-lockfile " : ""}--non-interactive --production=${production}`,
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
    install: ({ production, locked, member }) =>
      production
        ? `${member ? `cd ${shellWord(member)} && ` : ""}yarn workspaces focus --production`
        : `yarn install ${locked ? "--immutable" : "--no-immutable"}`,
  };
}

function bun(version: string): NodeManager {
  return {
    setup: `npm install --global bun@${version}`,
    cache: { name: "bun", path: "/root/.bun/install/cache" },
    install: ({ production, locked }) =>
      `bun install ${locked ? "--frozen-lockfile " : ""}--backend=copyfile${production ? " --production" : ""}`,
  };
}
