import type { Engine, OpenedImage } from "../engine.ts";
import { Failure } from "../failure.ts";
import { join } from "../files/paths.ts";
import type { PlannedService } from "../pipeline/plan.ts";
import type { StartCheck } from "../report/result.ts";
import { patienceWith } from "../start-check/attempt.ts";
import { checkStartFiles } from "../start-check/check-files.ts";
import type { Finding } from "../start-check/finding.ts";
import { holdsPrograms, type ImageFiles } from "../start-check/image-files.ts";
import { missingIn, toldOf, unreachable } from "../start-check/loader-messages.ts";
import { startIn } from "../start-check/start.ts";
import type { BuildOptions } from "./options.ts";

/**
 * Looks whether an image can start, once for each image: what its files tell, then what it says when it is started
 * for a moment. A platform that isn't the machine's own is never started.
 *
 * @returns undefined where an engine can't look.
 * @throws a `Failure` (exit 1) with what the image lacks.
 */
export async function checkStart<Image>(
  engine: Engine<Image>,
  planned: PlannedService,
  image: Image,
  { noStartCheck }: Pick<BuildOptions, "noStartCheck">,
): Promise<StartCheck | undefined> {
  const { starting } = engine;
  if (!starting) return undefined;
  if (noStartCheck || !planned.service.startCheck) return check("skipped", "not looked at");
  const known = await starting.known(image);
  if (known) return known;
  const found = await starting.look(image, (opened) => looked(engine, planned, image, opened));
  // Whatever it did until then, it was ended with the run.
  if (!engine.signal?.aborted) await starting.remember(image, found);
  return found;
}

async function looked<Image>(
  { starting }: Engine<Image>,
  planned: PlannedService,
  image: Image,
  { config, files }: OpenedImage,
): Promise<StartCheck> {
  const start = startIn(config);
  if (!start) return check("nothing", "it starts nothing");
  const inside = await files();
  const { finding, warnings } = await checkStartFiles(inside, start);
  if (finding && isData(planned, inside))
    return check("nothing", "it holds files and no program", [finding.missing]);
  if (finding) throw cannotStart(planned, start.command, finding);
  const patience = patienceWith(start.command);
  const tried = planned.platform ? undefined : await starting?.attempt?.(image, start, patience);
  if (!tried) {
    const why = planned.platform ? "of another platform" : "nothing here can start images";
    return check("files", `what it needs is there; not started: ${why}`, warnings);
  }
  const missing = missingIn(tried);
  if (missing) throw cannotStart(planned, start.command, missing, tried.lines);
  const told = toldOf(tried);
  const ended = tried.exitCode ? [`tried for a moment without network, ${told}`] : [];
  return check("started", told, [...warnings, ...ended, ...unreachable(tried)]);
}

/**
 * Whether an image is only there to be copied from. Its Dockerfile names a command all the same, since Docker makes
 * no container without one.
 */
function isData({ service }: PlannedService, files: ImageFiles): boolean {
  return service.language === "dockerfile" && !holdsPrograms(files);
}

function check(how: StartCheck["how"], said: string, warnings: string[] = []): StartCheck {
  return { how, said, warnings };
}

const MOST_LINES = 15;

function cannotStart(
  { service: { name, path, language, entrypoint } }: PlannedService,
  command: string[],
  { missing, mend = "say `command:`" }: Finding,
  lines: string[] = [],
): Failure {
  const file = path === "." ? "service.yaml" : `${path}/service.yaml`;
  // Somebody else says what such an image starts.
  const recipe = language === "dockerfile" ? join(path, entrypoint ?? "Dockerfile") : undefined;
  const named = /`[a-zA-Z]+:[^`]*`/.test(mend);
  const next = recipe ? `mend ${recipe}` : named ? `${mend} (${file})` : mend;
  return new Failure(`${name}: the image can't start: ${missing}`, {
    lines: [`started as: ${command.join(" ")}`, ...lines.slice(-MOST_LINES)],
    next: `${next}; --no-start-check builds it all the same`,
  });
}
