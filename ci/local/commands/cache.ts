import * as commands from "../../../src/commands/index.ts";
import { size, sizeBytes } from "../../../src/descriptor/size.ts";
import { badInput, EXIT } from "../../../src/failure.ts";
import { bytes, columns } from "../../../src/report/text.ts";
import type { CallOptions, Output } from "../call.ts";
import { open } from "./open.ts";

/** `cache prune`: removes what nothing used, here and in the registry's cache; with `--dry-run` it only tells. */
export async function cache(given: CallOptions): Promise<Output> {
  const { dryRun = false, environment, registry } = given;
  const limits = { keepDays: daysIn(given.keep), maxBytes: bytesIn(given.max) };
  const engine = await open(given);
  const pruned = await commands.prune(engine, { ...limits, environment, registry, dryRun });
  const rows = pruned.map(({ place, count, freedBytes, keptBytes }) => [
    place,
    `${count} ${dryRun ? "would go" : "gone"}`,
    `${bytes(freedBytes)} ${dryRun ? "would be free" : "free"}`,
    `${bytes(keptBytes)} kept`,
  ]);
  const refused = pruned.flatMap(({ place, refused: why }) => (why ? [`${place}: ${why}`] : []));
  const exitCode = refused.length ? EXIT.service : EXIT.done;
  return { text: [columns(rows), ...refused].join("\n"), data: { dryRun, caches: pruned }, exitCode };
}

function daysIn(text: string): number {
  const [, days] = /^([1-9]\d{0,4})d$/.exec(text) ?? [];
  if (days) return Number(days);
  throw badInput(`--keep ${text}: expected days, such as 30d`);
}

function bytesIn(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (new RegExp(size.pattern ?? "").test(text)) return sizeBytes(text);
  throw badInput(`--max ${text}: expected ${size.what}`);
}
