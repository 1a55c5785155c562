import { createHash } from "node:crypto";
import { join } from "node:path";
import type { DockerfileStage } from "../../src/dockerfile/stage.ts";
import type { PlannedService } from "../../src/pipeline/plan.ts";
import { EXIT, Failure } from "../../src/report/failure.ts";
import type { ServiceResult } from "../../src/report/result.ts";
import { bytes } from "../../src/report/text.ts";
import { ensureBases } from "./bases/mode.ts";
import type { Builder, BuildResult, Secret } from "./builders/builder.ts";
import { type StoredImage, storeImage } from "./images/image.ts";
import { findRecord, writeRecord } from "./images/records.ts";
import type { Progress } from "./output/progress.ts";
import { identity, referenceOf } from "./output/results.ts";
import { inScratch } from "./process/scratch.ts";
import { contentsDigest } from "./source/contents.ts";
import { ignoreFile } from "./source/ignore-file.ts";
import { readSource, type Source } from "./source/source.ts";

/** What building one service needs besides its plan. */
export interface BuildTools {
  builder: Builder;
  source: Source;
  secrets: Secret[];
  progress: Progress;
  /** What the builder had when the run began: {@link Builder.images}. */
  present: Map<string, string>;
  /** Longest that a step may take, in milliseconds; unbounded by default. */
  timeoutMs?: number;
  signal?: AbortSignal;
}

/**
 * Builds one service's image, or finds it built already.
 *
 * @throws a `Failure` where a step fails (exit 1, or 75 where a retry may help) or the budget is broken (3).
 */
export async function buildService(planned: PlannedService, tools: BuildTools): Promise<ServiceResult> {
  const begun = Date.now();
  const recorded = await recordedBuild(planned, tools);
  const { image, built } = recorded
    ? { image: recorded.image, built: undefined }
    : await make(planned, tools);
  const result = described(planned, image, built, Date.now() - begun);
  // A stage with its tools is no image of the service's.
  if (planned.stage === "runtime" && image.sizeBytes > planned.service.budgetBytes) throw overBudget(result);
  return result;
}

async function recordedBuild(planned: PlannedService, { builder, present }: BuildTools) {
  const key = recordKey(planned, builder, present);
  const record = key === undefined ? undefined : await findRecord(key);
  return record && present.get(referenceOf(planned)) === record.builderImage ? record : undefined;
}

/** Changes when the same build is stored otherwise than before: older records are not found then. */
const FORM = "plain-modes";

/**
 * The plan's key, with the images that its bases are on this machine: a name may stand for another image
 * than last time. Undefined where one isn't there. Each builder has records of its own.
 */
function recordKey(
  { key, bases }: PlannedService,
  { name }: Builder,
  present: Map<string, string>,
): string | undefined {
  const images = bases.map(({ address }) => (address.includes("@sha256:") ? address : present.get(address)));
  if (images.includes(undefined)) return undefined;
  return createHash("sha256")
    .update([FORM, name, key, ...images].join("\n"))
    .digest("hex");
}

async function make(
  planned: PlannedService,
  tools: BuildTools,
): Promise<{ image: StoredImage; built: BuildResult }> {
  const built = await runBuild(planned, tools);
  return inScratch(async (directory) => {
    await tools.builder.writeFiles(built.image, directory);
    const base = baseOfLast(planned.stages);
    const image = await storeImage(directory, base ? await tools.builder.layersOf(base) : []);
    const key = recordKey(planned, tools.builder, await tools.builder.images());
    if (key && (await isUnchanged(planned, tools.source)))
      await writeRecord({ key, builderImage: built.image, image });
    return { image, built };
  });
}

/** The image that the last stage starts from, through stages on the way; undefined where from nothing. */
function baseOfLast(stages: DockerfileStage[]): string | undefined {
  let at = stages.at(-1);
  for (let on = at; on; on = stages.find(({ name }) => name === at?.base)) at = on;
  return at?.base === "scratch" ? undefined : at?.base;
}

/** What was edited while it was built may be in the image, or may not. */
async function isUnchanged({ service }: PlannedService, source: Source): Promise<boolean> {
  return contentsDigest(source, service) === contentsDigest(await readSource(source.root), service);
}

/** Runs the builder alone: stages that are no image of ours stay with it. */
export async function runBuild(
  planned: PlannedService,
  tools: BuildTools,
  onLine: (line: string) => void = () => {},
): Promise<BuildResult> {
  const { builder, source, secrets, progress, signal, timeoutMs } = tools;
  await ensureBases(planned.bases, builder, tools.present, progress);
  return builder.build({
    dockerfile: planned.dockerfile,
    stages: planned.stages,
    bases: planned.bases.map(({ address }) => address),
    context: join(source.root, planned.context),
    ignore: await ignoreFile(source, planned),
    reference: referenceOf(planned),
    platform: planned.platform,
    secrets: secrets.filter(({ name }) => planned.service.secrets.includes(name)),
    signal,
    timeoutMs,
    onEvent(event) {
      progress.event(planned.service.name, event);
      if (event.kind === "line" && event.text) onLine(event.text);
    },
  });
}

function described(
  planned: PlannedService,
  image: StoredImage,
  built: BuildResult | undefined,
  durationMs: number,
): ServiceResult {
  const { service, environment, stages } = planned;
  const timings =
    built?.stages ?? stages.map(({ name, base }) => ({ name, base, cached: true, durationMs: 0 }));
  return {
    ...identity(planned),
    status: timings.every(({ cached }) => cached) ? "cached" : "built",
    reference: referenceOf(planned),
    ...image,
    budgetBytes: service.budgetBytes,
    durationMs,
    stages: timings,
    tags: [environment],
    error: null,
  };
}

function overBudget({ name, sizeBytes = 0, budgetBytes = 0, layers = [] }: ServiceResult): Failure {
  const largest = [...layers].sort((a, b) => b.sizeBytes - a.sizeBytes).slice(0, 5);
  return new Failure(`${name}: the image has ${bytes(sizeBytes)}, its budget is ${bytes(budgetBytes)}`, {
    exitCode: EXIT.policy,
    lines: largest.map((layer) => `${bytes(layer.sizeBytes)}  ${layer.createdBy}`),
    next: `raise \`budget:\` in its service.yaml, or cut what the largest layer holds`,
  });
}
