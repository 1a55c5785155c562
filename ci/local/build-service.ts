import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PlannedService } from "../../src/pipeline/plan.ts";
import type { ServiceResult } from "../../src/report/result.ts";
import { bytes } from "../../src/report/text.ts";
import type { Builder, BuildResult, Secret } from "./builder.ts";
import { EXIT, Failure } from "./failures.ts";
import { type StoredImage, storeImage } from "./image.ts";
import type { Progress } from "./progress.ts";
import { findRecord, writeRecord } from "./records.ts";
import { identity } from "./results.ts";
import { ignoreFile, type Source } from "./source.ts";

/** What building one service needs besides its plan. */
export interface BuildTools {
  builder: Builder;
  source: Source;
  secrets: Secret[];
  progress: Progress;
  /** What the builder had when the run began: {@link Builder.images}. */
  present: Map<string, string>;
  signal?: AbortSignal;
}

/**
 * Builds one service's image, or finds it built already.
 *
 * @throws a `Failure` where a step fails (exit 1, or 75 where a retry may help) or the budget is broken (3).
 */
export async function buildService(planned: PlannedService, tools: BuildTools): Promise<ServiceResult> {
  const begun = Date.now();
  const reference = referenceOf(planned);
  const recorded = await findRecord(recordKey(planned, tools.builder));
  const known = recorded !== undefined && tools.present.get(reference) === recorded.builderImage;
  const { image, built } = known ? { image: recorded.image, built: undefined } : await make(planned, tools);
  const result = described(planned, image, built, Date.now() - begun);
  if (image.sizeBytes > planned.service.budgetBytes) throw overBudget(result);
  return result;
}

/** Name and tag on this machine. */
export function referenceOf({ service, environment, stage }: PlannedService): string {
  return `localhost/${service.name}:${environment}${stage === "runtime" ? "" : `-${stage}`}`;
}

/** Two builders may compress, order and label differently: each has records of its own. */
function recordKey({ key }: PlannedService, { name }: Builder): string {
  return `${name}-${key}`;
}

async function make(
  planned: PlannedService,
  tools: BuildTools,
): Promise<{ image: StoredImage; built: BuildResult }> {
  const built = await runBuild(planned, tools);
  const directory = await mkdtemp(join(tmpdir(), "multistage-image-"));
  try {
    await tools.builder.writeFiles(built.image, directory);
    const image = await storeImage(directory);
    await writeRecord({ key: recordKey(planned, tools.builder), builderImage: built.image, image });
    return { image, built };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Runs the builder alone: stages that are no image of ours stay with it. */
export async function runBuild(
  planned: PlannedService,
  tools: BuildTools,
  onLine: (line: string) => void = () => {},
): Promise<BuildResult> {
  const { builder, source, secrets, progress, signal } = tools;
  return builder.build({
    dockerfile: planned.dockerfile,
    stages: planned.stages,
    context: source.root,
    ignore: await ignoreFile(source),
    reference: referenceOf(planned),
    secrets,
    signal,
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
