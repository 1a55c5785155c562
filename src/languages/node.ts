import { detectNode } from "../detection/node.ts";
import type { Microservice } from "../microservice.ts";
import type { Stage } from "../stage.ts";
import { type Kit, type Language, OUT } from "./language.ts";
import { begin, withManifests, withSources } from "./sources.ts";

const APP = `${OUT}/app`;

/** Node: production dependencies beside the package's own files, or all of it bundled to one file. */
export const node: Language = {
  name: "node",
  detect: detectNode,
  dependencies(kit, service) {
    const manifests = ["package.json", ".npmrc", ".yarnrc.yml", "pnpm-workspace.yaml", ...LOCKFILES];
    return withManifests(begin(kit, service, "node"), kit, service, manifests)
      .withMountedCache("/root/.npm", kit.cache("npm"))
      .withExec(["sh", "-c", manager(service).install]);
  },
  build(kit, service, dependencies) {
    return withSources(dependencies, kit, service).withExec(["npm", "run", "build", "--if-present"]);
  },
  test(kit, service, dependencies) {
    return withSources(dependencies, kit, service).withExec(service.testCommand ?? ["npm", "test"]);
  },
  package(kit, service, built) {
    return service.bundle ? bundled(built, service) : pruned(kit, service, built);
  },
  runtime(kit, service, artifact) {
    const start = service.command ?? [
      "node",
      service.bundle ? "index.mjs" : (service.entrypoint ?? "index.js"),
    ];
    return kit
      .from("node-runtime", service.version)
      .withDirectory("/", artifact)
      .withWorkdir("/app")
      .withEnvVariable("PATH", "/nodejs/bin:/usr/local/bin:/usr/bin:/bin")
      .withEnvVariable("NODE_ENV", "production")
      .withEntrypoint(start);
  },
};

const LOCKFILES = ["package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml", "yarn.lock", "bun.lock"];

function manager(service: Microservice) {
  const managers = {
    npm: { install: "npm ci", prune: "npm prune --omit=dev" },
  };
  return managers[service.packageManager as keyof typeof managers] ?? managers.npm;
}

/** What dependencies in CommonJS expect to find, and an ES module lacks. */
const BANNER =
  "import{createRequire as r}from'node:module';import{fileURLToPath as f}from'node:url';" +
  "const require=r(import.meta.url),__filename=f(import.meta.url),__dirname=f(new URL('.',import.meta.url));";

function bundled<C extends Stage>(built: C, service: Microservice): C {
  const options = ["--bundle", "--platform=node", "--format=esm", "--minify-syntax", "--legal-comments=none"];
  return built.withExec([
    "npx",
    "--yes",
    "esbuild@0.25",
    service.entrypoint ?? "index.js",
    ...options,
    `--target=node${service.version ?? 20}`,
    `--banner:js=${BANNER}`,
    `--outfile=${APP}/index.mjs`,
  ]);
}

/** `npm pack` knows which files belong to a package: `files` and `.npmignore` say it. */
function pruned<C extends Stage>(_kit: Kit<C>, service: Microservice, built: C): C {
  const pack = `mkdir -p ${APP} /tmp/pack && npm pack --pack-destination /tmp/pack && tar -xzf /tmp/pack/*.tgz -C ${APP} --strip-components=1`;
  return built.withExec(["sh", "-c", `${pack} && ${manager(service).prune} && cp -a node_modules ${APP}/`]);
}
