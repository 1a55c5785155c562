import * as commands from "../../../src/commands/index.ts";
import { EXIT } from "../../../src/failure.ts";
import { type EnvironmentChange, movedTable } from "../../../src/release/environment-change.ts";
import { exitCodeOf } from "../../../src/report/exit-code.ts";
import type { RunResult } from "../../../src/report/result.ts";
import { columns } from "../../../src/report/text.ts";
import type { CallOptions, Output } from "../call.ts";
import { printFailures } from "../output/failures.ts";
import { refuseReports, writeReports } from "../output/reports.ts";
import { open } from "./open.ts";

/** `publish`: builds a service's image and publishes it: by digest, then by its tags. */
export async function publish(given: CallOptions): Promise<Output> {
  return reported(given, await commands.publish(await open(given), given));
}

/** `publish-all`: the same for all services, or those chosen; no tag moves until every image is up. */
export async function publishAll(given: CallOptions): Promise<Output> {
  refuseReports(given);
  return reported(given, await commands.publishAll(await open(given, true), given));
}

/** `promote`: an environment's images become another's, by digest; nothing is built or uploaded. */
export async function promote(given: CallOptions): Promise<Output> {
  return movedOutput(await commands.promote(await open(given), given));
}

/** `rollback`: an environment gets the images of an earlier release back. */
export async function rollback(given: CallOptions): Promise<Output> {
  return movedOutput(await commands.rollback(await open(given), given));
}

async function reported(
  given: CallOptions,
  { result, moved, failures }: commands.PublishRun,
): Promise<Output> {
  printFailures(failures);
  await writeReports(given, result, "publish");
  return {
    text: moved ? movedTable(moved) : uploadedText(given, result),
    data: result,
    exitCode: given.noFail ? EXIT.done : exitCodeOf(result),
  };
}

/** A shard's images have no tags yet. */
function uploadedText({ shard, untagged }: CallOptions, result: RunResult): string {
  if ((!shard && !untagged) || exitCodeOf(result)) return "";
  const rows = result.services.map(({ name, reference = "" }) => [name, "up", reference]);
  return `${columns(rows)}\nno tag moved: publish-all --collect gives them`;
}

function movedOutput(moved: EnvironmentChange): Output {
  const { images, release } = moved;
  const { environment, number } = release.release;
  const data = { images, release: { environment, number, digest: release.digest } };
  return { text: movedTable(moved), data };
}
