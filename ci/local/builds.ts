import { createHash } from "node:crypto";
import { join } from "node:path";
import { isSecret } from "../../src/commands/secrets.ts";
import type { DockerfileStage } from "../../src/dockerfile/stage.ts";
import type { Built, OpenedImage, RemoteImage } from "../../src/engine.ts";
import { Failure } from "../../src/failure.ts";
import { asksAgent, secretsOf } from "../../src/git-access.ts";
import { keyOf, type PlannedService, referenceOf } from "../../src/pipeline/plan.ts";
import { ensureBases } from "./bases/ensure.ts";
import type { Builder, BuildResult, Secret, StageResult } from "./builders/builder.ts";
import { OWN_PLATFORM } from "./builders/platform.ts";
import { ExtractedImage } from "./images/extracted-image.ts";
import { type StoredImage, storeImage } from "./images/image.ts";
import { withImageLayout } from "./images/layout.ts";
import { type BuildRecord, findRecord, writeRecord } from "./images/records.ts";
import type { LocalProgress } from "./output/progress.ts";
import { download } from "./publish/download.ts";
import type { LocalSkopeo } from "./publish/skopeo.ts";
import { contentsDigest } from "./source/contents.ts";
import { ignoreFile } from "./source/ignore-file.ts";
import { readSource, type Source } from "./source/source.ts";
import { rememberedOutput, rememberOutput } from "./state/outputs.ts";

/** What builds work with. */
export interface BuildTools {
  builder: Builder;
  source: Source;
  secrets: Secret[];
  /** Socket of the ssh agent that the caller lends. */
  agent?: string;
  progress: LocalProgress;
  /** What the builder had when the run began: {@link Builder.images}. */
  present: Map<string, string>;
  /** Longest that a step may take, in milliseconds; unbounded by default. */
  timeoutMs?: number;
  signal?: AbortSignal;
}

/** An image that a builder has. */
export interface LocalImage {
  builder: Builder;
  /** Name and tag by which the builder knows it. */
  reference: string;
  /** By which the builder knows it whatever it is called: equal for equal images. */
  id: string;
  /** The image in the store of finished images: put there when this is first asked for. */
  stored(): Promise<StoredImage>;
  /** Lends its configuration and its files. */
  opened<T>(use: (opened: OpenedImage) => Promise<T>): Promise<T>;
}

/** Builds plans with one builder, or finds them built already. */
export class LocalBuilds {
  readonly present: Map<string, string>;
  readonly builder: Builder;
  readonly #tools: BuildTools;

  constructor(tools: BuildTools) {
    this.#tools = tools;
    this.present = tools.present;
    this.builder = tools.builder;
  }

  /** What a build of the same left here before. */
  async find(planned: PlannedService): Promise<Built<LocalImage> | undefined> {
    const { builder, present } = this.#tools;
    const key = this.#keyOf(planned);
    return this.#recorded(planned, key, recordKey(key, planned, builder, present));
  }

  /** The image of a registry, under the name and in the store in which a build would have left it. */
  async fetch(planned: PlannedService, remote: RemoteImage, access: LocalSkopeo): Promise<Built<LocalImage>> {
    const { builder, present } = this.#tools;
    const [key, reference] = [this.#keyOf(planned), referenceOf(planned)];
    const fetched = fetchedKey(remote.key, builder);
    const known = await this.#recorded(planned, key, fetched);
    if (known) return known;
    await download(remote, access);
    const { digest, sizeBytes, compressedBytes = 0, layers = [] } = remote.image;
    const image = { digest, sizeBytes, compressedBytes, layers };
    await withImageLayout(digest, "image", (directory) => builder.load(directory, reference));
    const builderImage = (await builder.images()).get(reference) ?? "";
    present.set(reference, builderImage);
    await writeRecord({ key: fetched, builderImage, image });
    return this.#builtBefore(planned, key, { key: fetched, builderImage, image });
  }

  async #recorded(planned: PlannedService, key: string, recordedKey?: string) {
    const record = recordedKey === undefined ? undefined : await findRecord(recordedKey);
    if (!record || this.present.get(referenceOf(planned)) !== record.builderImage) return undefined;
    return this.#builtBefore(planned, key, record);
  }

  #builtBefore(planned: PlannedService, key: string, record: BuildRecord): Built<LocalImage> {
    const reference = referenceOf(planned);
    return {
      image: this.#image(reference, record.builderImage, async () => record.image),
      output: async () => "",
      stages: planned.stages.map(({ name, base }) => ({ name, base, cached: true, durationMs: 0 })),
      reference,
      key,
    };
  }

  #keyOf(planned: PlannedService): string {
    return keyOf(planned, contentsDigest(this.#tools.source, planned.service), OWN_PLATFORM);
  }

  /** @throws a `Failure` where a step fails: exit 1, or 75 where a retry may help. */
  async build(planned: PlannedService): Promise<Built<LocalImage>> {
    const [key, reference] = [this.#keyOf(planned), referenceOf(planned)];
    const lines: string[] = [];
    const onLine = (line: string) => void lines.push(line);
    const { image, stages } = await this.run(planned, { reference, onLine }).catch((error) => {
      if (error instanceof Failure) error.output = lines.join("\n");
      throw error;
    });
    const built = this.#image(reference, image, (laid) => this.#store(planned, key, image, laid));
    const output = await outputOf(planned, key, stages, lines);
    return { image: built, output: async () => output, stages, reference, key };
  }

  #image(reference: string, id: string, store: (laid: ExtractedImage) => Promise<StoredImage>): LocalImage {
    const { builder } = this.#tools;
    const laid = new ExtractedImage((directory) => builder.writeFiles(id, directory));
    let stored: Promise<StoredImage> | undefined;
    return {
      builder,
      reference,
      id,
      stored() {
        stored ??= store(laid).finally(() => laid.drop());
        return stored;
      },
      opened: (use) => laid.lend(use),
    };
  }

  /**
   * Runs a plan's steps, those that the builder hasn't done before.
   *
   * @param how.reference name and tag of what comes of it, @param how.onLine what steps print; without it nobody is told.
   */
  async run(
    planned: PlannedService,
    { reference, onLine }: { reference: string; onLine?(line: string): void },
  ): Promise<BuildResult> {
    const { builder, source, secrets, agent, progress, present, signal, timeoutMs } = this.#tools;
    await ensureBases(planned.service.name, planned.bases, builder, present, progress);
    return builder.build({
      dockerfile: planned.dockerfile,
      stages: planned.stages,
      bases: planned.bases.map(({ address }) => address),
      context: join(source.root, planned.context),
      ignore: await ignoreFile(source, planned),
      reference,
      platform: planned.platform,
      domain: planned.domain,
      secrets: secrets.filter(({ name }) => secretsOf(planned.service).some((own) => isSecret(own, name))),
      agent: asksAgent(planned.service) ? agent : undefined,
      signal,
      timeoutMs,
      onEvent(event) {
        if (!onLine) return;
        progress.event(planned.service.name, event);
        if (event.kind === "line" && event.text) onLine(event.text);
      },
    });
  }

  async #store(
    planned: PlannedService,
    key: string,
    builderImage: string,
    laid: ExtractedImage,
  ): Promise<StoredImage> {
    const { builder, source } = this.#tools;
    const base = baseOfLast(planned.stages);
    const image = await storeImage(await laid.directory(), base ? await builder.layersOf(base) : []);
    const now = recordKey(key, planned, builder, await builder.images());
    if (now && (await isUnchanged(planned, source))) await writeRecord({ key: now, builderImage, image });
    return image;
  }
}

/** What a plan's steps printed, now or when they ran: what only printing is for is remembered. */
async function outputOf({ stage }: PlannedService, key: string, stages: StageResult[], lines: string[]) {
  if (stage !== "test" && stage !== "lint") return lines.join("\n");
  if (stages.at(-1)?.cached) return rememberedOutput(key);
  await rememberOutput(key, lines.join("\n"));
  return lines.join("\n");
}

/** Where a record is of what was fetched: its bases needn't be here. */
function fetchedKey(key: string, { name }: Builder): string {
  return createHash("sha256").update([FORM, name, "fetched", key].join("\n")).digest("hex");
}

/** Changes when the same build is stored otherwise than before: older records are not found then. */
const FORM = "plain-modes";

/**
 * The plan's key, with the images that its bases are on this machine: a name may stand for another image
 * than last time. Undefined where one isn't there. Each builder has records of its own.
 */
function recordKey(
  key: string,
  { bases }: PlannedService,
  { name }: Builder,
  present: Map<string, string>,
): string | undefined {
  const images = bases.map(({ address }) => (address.includes("@sha256:") ? address : present.get(address)));
  if (images.includes(undefined)) return undefined;
  return createHash("sha256")
    .update([FORM, name, key, ...images].join("\n"))
    .digest("hex");
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
