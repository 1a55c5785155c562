import { badInput } from "../../../src/failure.ts";
import { startIn } from "../../../src/start-check/start.ts";
import type { LocalImage } from "../builds.ts";
import { installHint } from "../process/system.ts";
import { type Prepared, runnerFor } from "../starting/runners.ts";

/** How an image is run. */
export interface Run {
  port?: number;
  variables?: Record<string, string>;
  /** After that it ends by itself, whatever becomes of us. */
  seconds?: number;
}

/**
 * Gets an image ready to run on this machine's network, confined.
 *
 * @throws a `Failure` (exit 2) where nothing here starts images, or the image starts nothing.
 */
export async function preparedRun(
  { builder, id, opened }: LocalImage,
  { port, variables = {}, seconds }: Run,
): Promise<Prepared> {
  const runner = await runnerFor(builder.name, id);
  if (!runner) throw badInput("nothing on this machine starts images", installHint(["podman"]));
  const start = runner.isTold ? await opened(async ({ config }) => startIn(config)) : { command: [] };
  if (!start) throw badInput("the image starts nothing", "say `command:` in service.yaml");
  const told: Record<string, string> = port === undefined ? {} : { PORT: String(port) };
  return runner.prepare(id, start, { network: "host", variables: { ...told, ...variables }, seconds });
}
