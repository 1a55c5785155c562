import { type Container, type Directory, dag, type Platform, type Secret } from "@dagger.io/dagger";
import type { Kit } from "../languages/language.ts";
import type { Microservice } from "../microservice.ts";

/** What one build on an engine is given besides its service. */
export interface EngineInputs {
  directory: Directory;
  address(base: string, version?: string): string;
  secrets: Record<string, Secret>;
  platform?: Platform;
}

/** The engine's kit for one service: `dag` itself, and bases by their addresses. */
export function engineKit(service: Microservice, inputs: EngineInputs): Kit<Container> {
  return {
    stages: dag,
    from: (base, version) => dag.container({ platform: inputs.platform }).from(inputs.address(base, version)),
    named: (_name, stage) => stage,
    source: inputs.directory,
    cache: (name) => dag.cacheVolume(service.sharedCache ? name : `${name}-${service.name}`),
    secrets: inputs.secrets,
  };
}
