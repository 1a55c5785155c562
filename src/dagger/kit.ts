import { type Container, type Directory, dag, type Platform, type Secret } from "@dagger.io/dagger";
import { PATH } from "../bases/root.ts";
import type { Kit } from "../languages/language.ts";
import type { Microservice } from "../microservice.ts";

/** What one build on an engine is given besides its service. */
export interface EngineInputs {
  directory: Directory;
  /** Starts a stage from a base. */
  base(name: string, version?: string, platform?: Platform): Container;
  secrets: Record<string, Secret>;
  /** The image's, where it is not the engine's own. */
  platform?: Platform;
  /** The language compiles for other platforms, so that its build stages need no emulation. */
  crossCompiles?: boolean;
}

/** The engine's kit for one service: `dag` itself, and bases from where the caller wants them. */
export function engineKit(service: Microservice, inputs: EngineInputs): Kit<Container> {
  const { directory, platform, crossCompiles, secrets } = inputs;
  const platformOf = (base: string) => (crossCompiles && !isRuntime(base) ? undefined : platform);
  return {
    stages: { container: () => scratch(platform), cacheVolume: (key) => dag.cacheVolume(key) },
    from: (base, version) => inputs.base(base, version, platformOf(base)),
    ownDockerfile: (file, target) =>
      directory.directory(service.path).dockerBuild({
        dockerfile: file,
        target,
        platform,
        // Bases are containers here, and a Dockerfile wants addresses: its own defaults serve.
        buildArgs: Object.entries(service.buildArguments)
          .filter(([, value]) => !value.startsWith("base:"))
          .map(([name, value]) => ({ name, value })),
      }),
    named: (_name, stage) => stage,
    source: directory,
    cache: (name) => dag.cacheVolume(service.sharedCache ? name : `${name}-${service.name}`),
    secrets,
    platform,
  };
}

/** Builders of Dockerfiles give every image a `PATH`. */
export function scratch(platform?: Platform): Container {
  return dag.container({ platform }).withEnvVariable("PATH", PATH);
}

/** Bases that images start from; the others are for build stages. */
function isRuntime(base: string): boolean {
  return base === "static" || base === "cc" || base.endsWith("-runtime");
}
