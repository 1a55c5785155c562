import type { Engine } from "../../engine.ts";
import { join } from "../../files/paths.ts";
import type { RunResult } from "../../report/result.ts";
import { readRepository } from "../repository.ts";
import { type Changes, initChanges, type Parts } from "./changes.ts";
import { type Carried, fromDockerfile } from "./from-dockerfile.ts";

/** `init`: the files that a repository lacks; nothing is written. */
export async function init(engine: Engine, parts: Parts): Promise<Changes> {
  return initChanges(engine.snapshot, await readRepository(engine), parts);
}

/** A service with a Dockerfile of its own, and what becomes of that. */
export interface CarriedOver {
  name: string;
  /** The Dockerfile, relative to the source root. */
  file: string;
  carried: Carried[];
}

/** `init --from-dockerfiles`: what services' Dockerfiles do beside what their builds do. @param plan what `plan` says. */
export async function fromDockerfiles(
  engine: Engine,
  { services: planned }: RunResult,
): Promise<CarriedOver[]> {
  const { services } = await readRepository(engine);
  return services.flatMap((service) => {
    const { command } = planned.find(({ name }) => name === service.name) ?? {};
    const found = fromDockerfile(engine.snapshot, service, command);
    return found
      ? [{ name: service.name, file: join(service.path, found.file), carried: found.carried }]
      : [];
  });
}
