import {
  type Container,
  type Directory,
  dag,
  type Platform,
  type Secret,
  type Socket,
} from "@dagger.io/dagger";
import { PATH } from "../bases/root.ts";
import { cacheName } from "../cache/domain.ts";
import { dockerignoreOf } from "../dockerfile/user-dockerfile.ts";
import { join, relative } from "../files/paths.ts";
import type { Microservice } from "../microservice.ts";
import type { Kit } from "../stage.ts";
import type { Bases } from "./bases.ts";
import { userDockerfile } from "./user-dockerfile.ts";

/** What one build on an engine is given besides its service. */
export interface EngineInputs {
  directory: Directory;
  /** Where stages start. */
  bases: Pick<Bases, "address" | "base" | "origin">;
  /** The text of a file of the source root, where it is one that detection reads. */
  read(path: string): string | undefined;
  secrets: Record<string, Secret>;
  /** The caller's ssh agent, where the service asks for one. */
  agent?: Socket;
  /** The image's, where it is not the engine's own. */
  platform?: Platform;
  /** Whose caches it may use: the trusted sources' by default. */
  domain?: string;
  /** The language compiles for other platforms, so that its stages run on the engine's own. */
  crossCompiles?: boolean;
}

/** The engine's kit for one service: `dag` itself, and bases from where the caller wants them. */
export function engineKit(service: Microservice, inputs: EngineInputs): Kit<Container> {
  const { directory, platform, crossCompiles, secrets, agent } = inputs;
  const bases = crossCompiles ? undefined : platform;
  return {
    stages: { container: () => scratch(platform), cacheVolume: (key) => dag.cacheVolume(key) },
    from: (base, version) => inputs.bases.base(base, version, bases),
    userDockerfile(file, target) {
      const { path, context = path } = service;
      const from = join(path, file);
      const text = inputs.read(from) ?? "";
      const own = relative(context, from);
      // A Dockerfile that lies elsewhere is laid in: an engine reads it from the context.
      const isOutside = own.startsWith("../");
      const source = directory.directory(context);
      return userDockerfile(service, {
        context: isOutside ? source.withNewFile(LAID_IN, text) : source,
        file: isOutside ? LAID_IN : own,
        text,
        ignored: dockerignoreOf(from, context, inputs.read),
        bases: inputs.bases,
        target,
        platform,
        domain: inputs.domain,
        agent,
      });
    },
    named: (_name, stage) => stage,
    source: directory,
    cache: (name) =>
      dag.cacheVolume(cacheName(service.sharedCache ? name : `${name}-${service.name}`, inputs.domain)),
    secrets,
    agent,
    platform: crossCompiles ? platform : undefined,
  };
}

/** A Dockerfile from elsewhere, in the directory that it copies from. */
const LAID_IN = ".multistage.Dockerfile";

/** Builders of Dockerfiles give every image a `PATH`. */
export function scratch(platform?: Platform): Container {
  return dag.container({ platform }).withEnvVariable("PATH", PATH);
}
