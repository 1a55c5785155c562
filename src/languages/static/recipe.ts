import { shellWord } from "../../dockerfile/script.ts";
import type { Microservice } from "../../microservice.ts";
import type { Kit, Stage } from "../../stage.ts";
import { rustLinker, rustTarget, withRustTarget } from "../cross-compiling.ts";
import { type Language, OUT } from "../language.ts";
import { withPackages } from "../node/install.ts";
import { withPreparation } from "../node/preparation.ts";
import { bare } from "../packages.ts";
import { begin, MODES, shell, workdir } from "../sources.ts";
import { detectStatic } from "./detect.ts";
import { STATIC_SERVER } from "./server.ts";

const SITE = `${OUT}/www`;

const UNSERVED = ["service.yaml", "README*", "Dockerfile*"];

const UNPUBLISHED = ["node_modules", ...UNSERVED, "package*.json", "*lock*", ".*", "*.config.*"]
  .map((pattern) => `--exclude='./${pattern}'`)
  .join(" ");

/** Static sites: files as they are, or what Node builds, with a small server on scratch. */
export const staticSite: Language = {
  name: "static",
  toolchain: "node",
  aliases: ["html", "web"],
  manifests: ["index.html"],
  reads: [
    ...["package.json", "angular.json", "vite.config.*", "next.config.*", "nuxt.config.*", "svelte.config.*"],
    ...["astro.config.*", "react-router.config.*", "vue.config.*", "rsbuild.config.*", "quasar.config.*"],
    ...["webpack.*", "config/webpack.*", ".env", ".env.production"],
    ...["rspack.config.*", "app.config.*", "_config.yml"],
    ...[".eleventy.*", "eleventy.config.*", "index.html"],
  ],
  over: ["node"],
  entrypoint: { what: "the folder that is served" },
  firstBuildSeconds: 30,
  sharesDependencies: true,
  crossCompiles: true,
  detect: detectStatic,
  dependencies(kit, service) {
    return isBuilt(service)
      ? withPackages(begin(kit, service, "node"), kit, service)
      : kit.from("rust").withWorkdir(workdir(service));
  },
  build(kit, service, dependencies) {
    const folder = service.entrypoint ?? ".";
    if (!isBuilt(service))
      return dependencies
        .withDirectory(SITE, kit.source.directory(joined(service.path, folder)), { exclude: UNSERVED })
        .withExec(["chmod", "-R", MODES, SITE]);
    const built = withPreparation(dependencies, kit, service).withExec(
      service.buildCommand ?? ["npm", "run", "build"],
    );
    const from = shellWord(`${workdir(service)}/${folder}`);
    // Pages that lie beside the package that builds them don't bring its packages and settings along.
    const copy =
      folder === "."
        ? `cd ${from} && mkdir ${SITE} && tar -c ${UNPUBLISHED} . | tar -x -C ${SITE}`
        : `cp -a ${from} ${SITE}`;
    return built.withExec(shell(`mkdir -p ${OUT}`, copy, `chmod -R ${MODES} ${SITE}`));
  },
  test(kit, service, dependencies) {
    const sources = isBuilt(service) ? withPreparation(dependencies, kit, service) : dependencies;
    return service.testCommand ? sources.withExec(service.testCommand) : sources;
  },
  runtime(kit, service, artifact) {
    return bare(kit, service)
      .withFile("/server", server(kit, service).file("/server/server").withTimestamps(0))
      .withDirectory("/", artifact)
      .withEnvVariable("PORT", String(service.port ?? 8080))
      .withEntrypoint(service.command ?? ["/server", "/www"]);
  },
};

/** Whether something makes the files: detection finds a package manager only beside a `package.json`. */
function isBuilt({ packageManager }: Microservice): boolean {
  return packageManager !== undefined;
}

/** The server's stage depends on nothing of the service but whether addresses are other than files: sites share it. */
function server<C extends Stage>(kit: Kit<C>, { variables }: Microservice): C {
  const routes = "FALLBACK" in variables || "EXTENSION" in variables ? "--cfg routes " : "";
  // Optimized across crates it would be 3 % smaller, and take 8 seconds instead of one.
  const compile =
    "rustc --edition 2021 -C opt-level=z -C codegen-units=1 -C panic=abort -C strip=symbols " +
    `-C target-feature=+crt-static ${targetFlags(kit.platform)}${routes}-o /server/server /server/main.rs`;
  const stage = withRustTarget(kit.from("rust").withWorkdir("/server"), kit.platform) //
    .withNewFile("/server/main.rs", STATIC_SERVER);
  return kit.named("server", stage.withExec(shell(compile)));
}

function joined(path: string, folder: string): string {
  return folder === "." ? path : path === "." ? folder : `${path}/${folder}`;
}

/** What Cargo takes from variables. */
function targetFlags(platform?: string): string {
  return platform ? `--target ${rustTarget(platform)} -C linker=${rustLinker(platform)} ` : "";
}
