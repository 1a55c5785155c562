import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { $ } from "zx";
import { BUILDER } from "../../../src/dockerfile/recording-kit.ts";
import { EXIT, Failure } from "../../../src/failure.ts";
import { LANGUAGES } from "../../../src/languages/table.ts";
import { FREE_SPACE, saysFull } from "../../../src/machine-fault.ts";
import { isLoopback } from "../../../src/publish/reference.ts";
import { worthRetrying } from "../../../src/report/worth-retrying.ts";
import { retry, saying } from "../../../src/retry.ts";
import { untrustedJson } from "../../../src/untrusted-json.ts";
import { runLines } from "../process/run.ts";
import { inScratch } from "../process/scratch.ts";
import { ensureTools } from "../process/tools.ts";
import { buildahFlags, stepFlags } from "./buildah-flags.ts";
import { forgetImages, storedImages } from "./buildah-images.ts";
import { BuildahLog } from "./buildah-log.ts";
import { asRoot, buildahStore, isRecordedList, type RecordedImage, recordedImages } from "./buildah-store.ts";
import type { Builder, BuildRequest, BuildResult, Secret } from "./builder.ts";
import { refuseHereDocuments } from "./here-documents.ts";
import { marked } from "./leftovers.ts";
import { masker } from "./masking.ts";
import { OWN_PLATFORM } from "./platform.ts";
import { refuseDeepMounts, refuseRiskyMounts } from "./risky-mounts.ts";
import { secretValue } from "./secrets.ts";
import { agentFlags } from "./ssh-agent.ts";
import { stepLimit } from "./step-limit.ts";
import { refuseTriggers } from "./triggers.ts";
import { hostTrust } from "./trust.ts";

const quietly = $({ quiet: true });

/** Builds with buildah: no daemon, one process a build, layers cached by content. */
export const buildah: Builder = {
  name: "buildah",
  async build(request) {
    const own = request.stages.some(({ text }) => text !== undefined);
    if (own) await refuseUnbuildable(request);
    return inScratch((directory) =>
      build(request, directory).catch((error: unknown) => {
        if (raced(error)) return build(request, directory);
        throw error;
      }),
    );
  },
  async writeFiles(image, directory) {
    // Uncompressed: the store compresses each layer once for all images that share it.
    await quietly`buildah push --quiet --disable-compression ${image} dir:${directory}`;
  },
  async images() {
    const store = await buildahStore();
    const recorded = store && !store.hasMore ? await recordedImages(store) : undefined;
    const images = recorded ?? (await listing());
    return new Map(images.flatMap(({ id, names }) => (names ?? []).map((name) => [name, hex(id)])));
  },
  stored: storedImages,
  forget: forgetImages,
  async layersOf(image) {
    const format = "{{range .OCIv1.RootFS.DiffIDs}}{{.}} {{end}}";
    const { stdout } = await quietly`buildah inspect --type image --format ${format} ${image}`;
    return stdout.trim().split(" ");
  },
  async load(directory, reference) {
    await ensureTools(["skopeo"]);
    // buildah itself would call the image after the directory.
    const copy = ["copy", "--quiet", `oci:${directory}:image`, `containers-storage:${reference}`];
    await quietly`${asRoot()} skopeo ${copy}`;
  },
  async save(image, directory) {
    await ensureTools(["skopeo"]);
    await quietly`${asRoot()} skopeo ${ZSTD} containers-storage:${image} oci:${directory}:image`;
  },
  adopt: () => Promise.resolve(),
  async exportFiles(image, directory) {
    await mounted(
      image,
      (root) => quietly`mkdir -p ${directory} && cp -a ${root}/. ${directory}/ && chmod u+w ${directory}`,
    );
  },
  async listFiles(image) {
    const list = ["-not", "-type", "d", "-printf", "%s\\t/%P\\n"];
    return mounted(image, async (root) => (await quietly`find ${root} ${list} | sort -k2`).stdout.trimEnd());
  },
  hasFile(image, path) {
    return mounted(image, async (root) => existsSync(join(root, path)));
  },
  async shell(image, command, volumes) {
    return withContainer(image, async (container) => {
      const run = $({ nothrow: true, stdio: "inherit" });
      const flags = [...(await buildahFlags()), ...volumes.flatMap((volume) => ["--volume", volume])];
      return (await run`buildah run ${flags} --tty ${container} -- ${command}`).exitCode ?? 1;
    });
  },
};

/** Four times as fast as gzip, and smaller. */
const ZSTD = ["copy", "--quiet", "--dest-compress-format", "zstd"];

/** All images; buildah stops where one of those that it counted was removed before it looked at it. */
async function listing(): Promise<RecordedImage[]> {
  const list = async () => (await quietly`buildah images --all --no-trunc --json`).stdout || "[]";
  const text = await retry(list, {
    isTransient: saying(/(image|layer) not known|is not an image/),
    wait: 100,
  });
  const images = untrustedJson(text, isRecordedList);
  if (!images)
    throw new Failure("buildah lists its images otherwise than it should", {
      lines: text.split("\n").slice(0, 10),
    });
  return images;
}

function hex(id: string): string {
  return id.replace("sha256:", "");
}

async function withContainer<T>(image: string, use: (container: string) => Promise<T>): Promise<T> {
  const container = (await quietly`buildah from --pull-never ${marked()} ${image}`).stdout.trim();
  try {
    return await use(container);
  } finally {
    await quietly`buildah rm ${container}`;
  }
}

function mounted<T>(image: string, use: (root: string) => Promise<T>): Promise<T> {
  return withContainer(image, async (container) =>
    use((await quietly`buildah mount ${container}`).stdout.trim()),
  );
}

/** What a service's own Dockerfile has that this buildah reads wrongly, or follows out of the build. */
async function refuseUnbuildable(request: BuildRequest): Promise<void> {
  const { stdout: version } = await quietly`buildah --version`;
  refuseHereDocuments(request.stages, version);
  refuseRiskyMounts(request, version);
  if ((await buildahFlags()).includes("chroot")) refuseDeepMounts(request);
  const platform = request.platform ? ["--platform", request.platform] : [];
  await refuseTriggers(
    request,
    (image) => ["buildah", "pull", "--quiet", "--policy", "missing", ...platform, image],
    (image) => ["buildah", "inspect", "--type", "image", "--format", TRIGGERS, image],
  );
}

const TRIGGERS = '{{range .Docker.Config.OnBuild}}{{.}}{{"\\n"}}{{end}}';

async function build(request: BuildRequest, directory: string): Promise<BuildResult> {
  const { onEvent, secrets } = request;
  const log = new BuildahLog(request.stages);
  const mask = masker(secrets.map(secretValue));
  let image = "";
  const limit = stepLimit(request);
  const network = await stepFlags({
    fetches: request.stages.some(({ text }) => text !== undefined && ADDS.test(text)),
  });
  const words = [...network.within, ...(await command(request, directory, network.flags))];
  const exitCode = await runLines(words, {
    signal: limit.signal,
    onLine(line) {
      // Its last line is the image's identifier. (With --iidfile it would not say which layers it made.)
      if (/^[0-9a-f]{64}$/.test(line)) image = line;
      else onEvent(limit.watch(log.read(mask(line))));
    },
  }).finally(network.close);
  limit.end();
  if (exitCode !== 0) throw limit.failure(log) ?? failed(log);
  return { image, stages: log.results() };
}

/** What a service's own Dockerfile adds from an address is fetched by buildah itself. */
const ADDS = /^\s*ADD\s[^\n]*(:\/\/|@)/im;

async function command(request: BuildRequest, directory: string, flags: string[]): Promise<string[]> {
  const file = join(directory, "Dockerfile");
  const ignore = join(directory, "ignore");
  // Its own word for the platform that builds is the image's.
  await writeFile(file, request.dockerfile.replaceAll(BUILDER, OWN_PLATFORM));
  await writeFile(ignore, request.ignore);
  return [
    // By itself buildah keeps the container in which a step failed.
    ...["buildah", "build", layers(request), "--force-rm", "--timestamp", "0", "--format", "oci"],
    ...flags,
    ...["--file", file, "--ignorefile", ignore, "--tag", request.reference],
    ...[
      "--pull=missing",
      ...(request.platform ? ["--platform", request.platform] : []),
      ...plainHttp(request),
      ...marked(),
      ...(await hostTrust({ java: usesJava(request) })),
      ...request.secrets.flatMap(secretFlag),
      ...agentFlags(request),
      request.context,
    ],
  ];
}

/**
 * buildah's cache doesn't look at platforms: a step on `scratch` that was done for another one is taken, and the image takes
 * its platform. Builds for others neither leave nor take such layers.
 */
function layers({ platform }: BuildRequest): string {
  return platform ? "--layers=false" : "--layers";
}

/** Plain HTTP is spoken where every base that is not this machine's own comes from its loopback. */
function plainHttp({ bases }: BuildRequest): string[] {
  const fetched = bases.filter((base) => !base.startsWith("localhost/"));
  return fetched.length && fetched.every(isLoopback) ? ["--tls-verify=false"] : [];
}

/** A mount over a path that a stage lacks would leave an empty file there. */
function usesJava({ stages }: BuildRequest): boolean {
  return LANGUAGES.some(({ keyStore }) => stages.some(({ base }) => keyStore?.test(base)));
}

function secretFlag({ name, from }: Secret): string[] {
  return ["--secret", "env" in from ? `id=${name},env=${from.env}` : `id=${name},src=${from.file}`];
}

function failed(log: BuildahLog): Failure {
  const isFull = saysFull(log.tail);
  const next = isFull ? FREE_SPACE : log.previous && `buildah run -t $(buildah from ${log.previous}) -- sh`;
  return new Failure(`stage ${log.stage}: ${log.step} failed`, {
    exitCode: isFull || worthRetrying(log.tail) ? EXIT.retry : EXIT.service,
    lines: log.tail.slice(-20),
    next,
  });
}

/** Another buildah removed a layer or container that this one had just looked up: the second try builds it. */
function raced(error: unknown): boolean {
  const words = /layer not known|image not known|identifier is not a container|not known: unable to/;
  return error instanceof Failure && error.lines.some((line) => words.test(line));
}
