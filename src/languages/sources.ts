import type { Microservice } from "../microservice.ts";
import type { Stage } from "../stage.ts";
import type { Kit } from "./language.ts";

/**
 * Where a service's files lie in a build stage: at `/src`, or, where it reads files outside its
 * directory, at its own place below `/src`, so that relative paths between them hold.
 */
export function workdir(service: Microservice): string {
  return service.inputs.length && service.path !== "." ? `/src/${service.path}` : "/src";
}

/** Starts a build stage: its base, the service's own build arguments and its secrets. */
export function begin<C extends Stage>(kit: Kit<C>, service: Microservice, base: string): C {
  const started = withArguments(kit.from(base, service.version).withWorkdir(workdir(service)), service);
  return Object.entries(kit.secrets).reduce<C>(
    (stage, [name, secret]) => stage.withSecretVariable(name.toUpperCase().replaceAll("-", "_"), secret),
    started,
  );
}

/** Build arguments are variables of the build stage. */
export function withArguments<C extends Stage>(stage: C, service: Pick<Microservice, "buildArguments">): C {
  return Object.entries(service.buildArguments).reduce<C>(
    (built, [name, value]) => built.withEnvVariable(name, value),
    stage,
  );
}

/** Copies only files of these names: what a dependency layer's key may hang on. */
export function withManifests<C extends Stage>(
  stage: C,
  kit: Kit<C>,
  service: Microservice,
  names: string[],
): C {
  const own = kit.source.directory(service.path).filter({ include: names });
  const nested = names.map((name) => `**/${name}`);
  return service.inputs.reduce<C>(
    (copied, input) =>
      copied.withDirectory(`/src/${input}`, kit.source.directory(input).filter({ include: nested })),
    stage.withDirectory(workdir(service), own),
  );
}

/** Copies the service's directory and inputs. */
export function withSources<C extends Stage>(stage: C, kit: Kit<C>, service: Microservice): C {
  return service.inputs.reduce<C>(
    (copied, input) => copied.withDirectory(`/src/${input}`, kit.source.directory(input)),
    stage.withDirectory(workdir(service), kit.source.directory(service.path)),
  );
}

/** Commands that a shell runs one after another until one fails. */
export function shell(...commands: string[]): string[] {
  return ["sh", "-c", commands.join(" && ")];
}
