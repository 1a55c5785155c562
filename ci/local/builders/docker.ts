import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { $ } from "zx";
import { EXIT, Failure } from "../../../src/failure.ts";
import { saysFull } from "../../../src/machine-fault.ts";
import { worthRetrying } from "../../../src/report/worth-retrying.ts";
import { runLines } from "../process/run.ts";
import { ensureTools } from "../process/tools.ts";
import type { Builder, BuildRequest, BuildResult } from "./builder.ts";
import { BuildkitLog } from "./buildkit-log.ts";
import { masker } from "./masking.ts";
import { dockerNetwork } from "./network.ts";
import { secretValue } from "./secrets.ts";
import { agentFlags } from "./ssh-agent.ts";
import { stepLimit } from "./step-limit.ts";
import { refuseTriggers } from "./triggers.ts";
import { hostTrust } from "./trust.ts";

const quietly = $({ quiet: true });

/** Builds with the BuildKit of a Docker daemon. */
export const docker: Builder = {
  name: "docker",
  async build(request) {
    const own = request.stages.some(({ text }) => text !== undefined);
    if (own) await refuseOthersTriggers(request);
    const directory = await mkdtemp(join(tmpdir(), "multistage-"));
    try {
      return await build(request, directory);
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  },
  async writeFiles(image, directory) {
    await ensureTools(["skopeo"]);
    const archive = `${directory}.tar`;
    await quietly`docker save --output ${archive} ${image}`;
    await quietly`skopeo copy --quiet docker-archive:${archive} dir:${directory}`;
    await rm(archive);
  },
  async images() {
    const format = "{{.Repository}}:{{.Tag}} {{.ID}}";
    const lines = (await quietly`docker images --no-trunc --format ${format}`).stdout.trim().split("\n");
    return new Map(lines.map((line) => line.split(" ") as [string, string]));
  },
  async stored() {
    const format = "{{.ID}} {{.Repository}}:{{.Tag}} {{.Size}}";
    const lines = (await quietly`docker images --no-trunc --format ${format}`).stdout.split("\n");
    return lines.flatMap((line) => {
      const [id, name = "", size = ""] = line.split(" ");
      return id ? [{ id, names: [name], layers: [{ id, bytes: sizeIn(size) }] }] : [];
    });
  },
  async forget(images) {
    const removed = images.map(async (image) => {
      const { exitCode, stderr } = await $({ quiet: true, nothrow: true })`docker image rm ${image}`;
      return exitCode === 0 || /No such image/.test(stderr) ? [] : [image];
    });
    return (await Promise.all(removed)).flat();
  },
  async layersOf(image) {
    const format = "{{range .RootFS.Layers}}{{.}} {{end}}";
    return (await quietly`docker image inspect --format ${format} ${image}`).stdout.trim().split(" ");
  },
  async load(directory, reference) {
    await ensureTools(["skopeo"]);
    const archive = `${directory}.tar`;
    await quietly`skopeo copy --quiet oci:${directory}:image docker-archive:${archive}:${reference}`;
    await quietly`docker load --quiet --input ${archive}`;
    await rm(archive);
  },
  async save(image, directory) {
    await ensureTools(["skopeo"]);
    const archive = `${directory}.tar`;
    await quietly`docker save --output ${archive} ${image}`;
    await quietly`skopeo copy --quiet --dest-compress-format zstd docker-archive:${archive} oci:${directory}:image`;
    await rm(archive);
  },
  async adopt(reference) {
    const archive = join(await mkdtemp(join(tmpdir(), "multistage-base-")), "image.tar");
    await quietly`buildah push --quiet ${reference} docker-archive:${archive}:${reference}`;
    await quietly`docker load --quiet --input ${archive}`;
    await rm(dirname(archive), { recursive: true });
  },
  async exportFiles(image, directory) {
    const container = (await quietly`docker create ${image} none`).stdout.trim();
    await quietly`mkdir -p ${directory} && docker export ${container} | tar -x -C ${directory}`;
    await quietly`docker rm ${container}`;
  },
  async listFiles(image) {
    const container = (await quietly`docker create ${image} none`).stdout.trim();
    const listed = await quietly`docker export ${container} | tar -t`;
    await quietly`docker rm ${container}`;
    return listed.stdout.trimEnd();
  },
  async hasFile(image, path) {
    const { stdout } = await quietly`docker create ${image} none`;
    const copied = await $({ quiet: true, nothrow: true })`docker cp ${stdout.trim()}:${path} - | head -c 1`;
    await quietly`docker rm ${stdout.trim()}`;
    return copied.stdout.length > 0;
  },
  async shell(image, [entrypoint = "sh", ...rest], volumes) {
    const run = $({ nothrow: true, stdio: "inherit" });
    const flags = volumes.flatMap((volume) => ["--volume", volume]);
    return (
      (await run`docker run --rm -it ${flags} --entrypoint ${entrypoint} ${image} ${rest}`).exitCode ?? 1
    );
  },
};

function refuseOthersTriggers(request: BuildRequest): Promise<void> {
  const platform = request.platform ? ["--platform", request.platform] : [];
  return refuseTriggers(
    request,
    (image) => ["docker", "pull", "--quiet", ...platform, image],
    (image) => ["docker", "image", "inspect", "--format", TRIGGERS, image],
  );
}

const TRIGGERS = '{{range .Config.OnBuild}}{{.}}{{"\\n"}}{{end}}';

async function build(request: BuildRequest, directory: string): Promise<BuildResult> {
  const log = new BuildkitLog(request.stages);
  const mask = masker(request.secrets.map(secretValue));
  const imageFile = join(directory, "image");
  const limit = stepLimit(request);
  const exitCode = await runLines(await command(request, directory, imageFile), {
    env: { ...process.env, DOCKER_BUILDKIT: "1" },
    signal: limit.signal,
    onLine: (line) => request.onEvent(limit.watch(log.read(mask(line)))),
  });
  limit.end();
  const stopped = limit.failure(log);
  if (stopped) throw stopped;
  const isFull = saysFull(log.tail);
  if (exitCode !== 0)
    throw new Failure(`stage ${log.stage}: ${log.step} failed`, {
      exitCode: isFull || worthRetrying(log.tail) ? EXIT.retry : EXIT.service,
      lines: log.tail.slice(-20),
      next: isFull
        ? "free some space: docker system prune removes what nothing uses"
        : "add --stage and the name of the stage before it, and `terminal`, for a shell there",
    });
  return { image: (await readFile(imageFile, "utf8")).trim(), stages: log.results() };
}

async function command(request: BuildRequest, directory: string, imageFile: string): Promise<string[]> {
  const file = join(directory, "Dockerfile");
  const trusted = await hostTrust({ java: true });
  const mounts = trusted.filter((word) => word !== "--volume").map((volume) => volume.split(":"));
  await writeFile(file, mounting(request.dockerfile, mounts));
  await writeFile(`${file}.dockerignore`, request.ignore);
  const secrets = request.secrets.flatMap(({ name, from }) => [
    "--secret",
    "env" in from ? `id=${name},env=${from.env}` : `id=${name},src=${from.file}`,
  ]);
  const certificates = mounts.flatMap(([source], at) => [
    "--secret",
    `id=${CERTIFICATES}-${at},src=${source}`,
  ]);
  return [
    ...["docker", "build", "--progress", "plain", ...dockerNetwork(), "--build-arg", "SOURCE_DATE_EPOCH=0"],
    ...["--file", file, "--iidfile", imageFile, "--tag", request.reference],
    ...(request.platform ? ["--platform", request.platform] : []),
    ...[...secrets, ...certificates, ...agentFlags(request), request.context],
  ];
}

/** `1.2GB`, as Docker writes sizes. */
function sizeIn(text: string): number {
  const [, amount = "0", unit = "B"] = /^([\d.]+)([kMGT]?B)$/.exec(text) ?? [];
  return Number(amount) * 1000 ** ["B", "kB", "MB", "GB", "TB"].indexOf(unit);
}

const CERTIFICATES = "host-certificates";

/** BuildKit has no volumes: the host's certificates come to each command as secrets do, and stay as little. */
function mounting(dockerfile: string, mounts: string[][]): string {
  const flags = mounts.map(
    ([, target], at) => `--mount=type=secret,id=${CERTIFICATES}-${at},target=${target} \\\n    `,
  );
  return dockerfile.replace(/^RUN /gm, `RUN ${flags.join("")}`);
}
