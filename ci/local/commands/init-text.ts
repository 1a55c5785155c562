import * as commands from "../../../src/commands/index.ts";
import type { Changes } from "../../../src/commands/init/changes.ts";
import { dockerfileReport } from "../../../src/commands/init/dockerfile-report.ts";
import { asFailure } from "../../../src/failure.ts";
import { settingsIn } from "../../../src/publish/destination-plan.ts";
import { registryOf, SETTINGS_FILE } from "../../../src/publish/settings.ts";
import { namesText } from "../../../src/report/listing.ts";
import { columns } from "../../../src/report/text.ts";
import type { CallOptions } from "../call.ts";
import { printFailures } from "../output/failures.ts";
import { WRAPPER } from "../wrapper/script.ts";
import { open } from "./open.ts";

/** What a newcomer does then. */
export const NEXT = `next\n${columns(
  [
    [`./${WRAPPER} doctor`, "what this machine lacks, with the command that mends it"],
    [`./${WRAPPER} plan`, "what would be built of each service, from which line of which file"],
    [`./${WRAPPER} build NAME`, "its image"],
  ],
  "  ",
)}`;

/** What was written, and what was left as it is. */
export function writtenText({ files, kept }: Changes): string {
  const there = kept.length
    ? `there already, and left as ${kept.length === 1 ? "it is" : "they are"}: ${kept.join(", ")}`
    : "";
  if (!files.length) return ["nothing to write", there].filter(Boolean).join("; ");
  return [`written: ${files.map(({ path }) => path).join(", ")}`, there].filter(Boolean).join("\n");
}

/** What was found, what each would be called, what is unclear; and what becomes of Dockerfiles, where that is asked. */
export async function plannedText(options: CallOptions): Promise<string> {
  const engine = await open(options);
  try {
    const plan = await commands.plan(engine, { environment: "development" });
    const carried = options.fromDockerfiles ? await commands.fromDockerfiles(engine, plan) : [];
    return [
      namesText(plan, registryOf(settingsIn(engine.snapshot.text(SETTINGS_FILE)), "testing")),
      ...carried.map(({ name, file, carried }) => dockerfileReport(name, file, carried)),
    ].join("\n\n");
  } catch (error) {
    printFailures([asFailure(error)]);
    return "";
  }
}
