import { join } from "../../files/paths.ts";
import type { Microservice } from "../../microservice.ts";
import type { Stage } from "../../stage.ts";
import { type Language, OUT } from "../language.ts";
import { bare } from "../packages.ts";
import { APP, appdir, begin, shell } from "../sources.ts";
import { isRunByBun, withBun, withBunOf } from "./bun.ts";
import { nodeCommand } from "./command.ts";
import { DENO_FILES } from "./deno.ts";
import { detectNode } from "./detect.ts";
import { scriptPlaces } from "./files.ts";
import { install, withPackages } from "./install.ts";
import { installed, layout, selfContained, withLayoutScript } from "./layout.ts";
import { scripted, withPreparation } from "./preparation.ts";

/** Node, or Bun where that is named: production dependencies beside the package's own files, or all of it bundled to one file. */
export const node: Language = {
  name: "node",
  toolchain: "node",
  aliases: ["nodejs", "javascript", "typescript", "js", "ts", "bun"],
  manifests: ["package.json", "project.json", ...DENO_FILES],
  reads: [
    "package.json",
    "project.json",
    ".nvmrc",
    ".node-version",
    "pnpm-workspace.yaml",
    ".yarnrc.yml",
    "nodemon.json",
    "turbo.json",
    ...DENO_FILES,
    "nx.json",
    "nest-cli.json",
    "lerna.json",
    "nuxt.config.*",
    "nitro.config.*",
    "app.config.*",
  ],
  readsWhenAsked: [
    "pnpm-lock.yaml",
    "yarn.lock",
    "index.js",
    "index.mjs",
    "*.config.js",
    "*.config.cjs",
    "pm2.json",
    "ecosystem.json",
  ],
  managers: ["npm", "pnpm", "yarn", "bun"],
  entrypoint: { what: "a file", places: scriptPlaces },
  firstBuildSeconds: 20,
  sharesDependencies: true,
  detect: detectNode,
  command: nodeCommand,
  dependencies(kit, service) {
    const begun = begin(kit, service, "node");
    const started = isRunByBun(service) ? withBun(begun, service) : begun;
    if (service.bundle) {
      const tools = [`npm install --global esbuild@${ESBUILD}`];
      return withPackages(started, kit, service, { tools });
    }
    if (selfContained(service)) return withPackages(withLayoutScript(started), kit, service);
    const commands = installed(service, (production) => install(service, production));
    return withPackages(withLayoutScript(started), kit, service, { commands });
  },
  build(kit, service, dependencies) {
    const prepared = withPreparation(dependencies, kit, service);
    return service.buildCommand
      ? prepared.withExec(shell(scripted(service, service.buildCommand)))
      : prepared;
  },
  test(kit, service, dependencies) {
    return withPreparation(dependencies, kit, service).withExec(service.testCommand ?? ["node", "--test"]);
  },
  package(_kit, service, built) {
    return service.bundle ? bundled(built, service) : built.withExec(layout(service));
  },
  runtime(kit, service, artifact, _libraries, packaged) {
    const file = service.bundle ? "index.mjs" : (service.entrypoint ?? "index.js");
    const base = isRunByBun(service)
      ? withBunOf(bare(kit, service, "cc"), packaged)
      : bare(kit, service, "node-runtime", service.version);
    return base
      .withDirectory("/", artifact)
      .withWorkdir(service.bundle ? APP : join(appdir(service), service.startDirectory ?? "."))
      .withEnvVariable("PATH", "/nodejs/bin:/usr/local/bin:/usr/bin:/bin")
      .withEnvVariable("NODE_ENV", "production")
      .withEntrypoint((!service.bundle && service.command) || ["node", file]);
  },
};

const ESBUILD = "0.25.12";

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
