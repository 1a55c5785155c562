import type { Engine } from "../engine.ts";
import { badInput } from "../failure.ts";
import { build, builtIn } from "./build.ts";
import type { OneOptions } from "./options.ts";

/** What a caller says of a service that is to run. */
export interface StartOptions extends OneOptions {
  /** Where it listens; its own port by default. */
  port?: number;
  /** `NAME=VALUE`, over those of its image. */
  variable?: string[];
}

/**
 * `run`: builds a service's image and runs it in the foreground until it ends; answers its exit code.
 *
 * @throws a `Failure` (exit 2) for what is no variable, or where the engine starts no images.
 */
export async function start<Image>(engine: Engine<Image>, options: StartOptions): Promise<number> {
  const { running } = engine;
  if (!running) throw badInput("this engine starts no images", "--engine docker or buildah");
  const variables = variablesOf(options.variable);
  const one = await build(engine, options);
  const port = options.port ?? one.planned.service.port;
  return running.foreground(builtIn(one).image, { port, variables });
}

function variablesOf(said: string[] = []): Record<string, string> {
  const pairs = said.map((text) => {
    const [, name = "", value = ""] = /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(text) ?? [];
    if (!name) throw badInput(`--variable ${text}: expected NAME=VALUE`);
    return [name, value];
  });
  return Object.fromEntries(pairs);
}
