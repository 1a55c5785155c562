import { destinationOf } from "../../../src/publish/decide.ts";
import { restoreRelease } from "../../../src/release/restore.ts";
import type { Values } from "../arguments.ts";
import type { Output } from "../prepare.ts";
import { keepRelease } from "../publish/keep.ts";
import { openTools, readSettings } from "../publish/open.ts";
import { readSource } from "../source/source.ts";
import { told } from "./promote.ts";

const note = (text: string) => void process.stderr.write(`${text}\n`);

/** `rollback`: an environment gets the images of an earlier release back; it counts as a new one. */
export async function rollback(values: Values): Promise<Output> {
  const environment = String(values.environment);
  const source = await readSource(String(values.source ?? "."));
  const registry = values.registry as string | undefined;
  const destination = destinationOf(registry, readSettings(source), environment);
  const tools = await openTools(values, note);
  const to = values.to as string | undefined;
  const { staying, restored, ...done } = await restoreRelease(tools, { environment, destination, to });
  for (const name of staying) note(`${name} stays: release ${restored} has none`);
  await keepRelease(destination, done.release);
  return told(done.release, done.images, () => `from release ${restored}`);
}
