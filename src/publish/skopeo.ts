import { LONGEST } from "../untrusted-json.ts";
import { registryFault } from "./faults.ts";
import { type BlobDescriptor, type Blobs, type ImageManifest, layersSize } from "./oci.ts";
import { type Publisher, RegistryFailure } from "./publisher.ts";
import { isLoopback } from "./reference.ts";
import { manifestIn, namedDigest, refuseOther, tagsIn } from "./registry-answers.ts";

/** One run of skopeo. */
export interface SkopeoCall {
  /** Its words, given a directory of its own. */
  words(directory: string): string[];
  /** Repositories that it asks, and so the hosts whose accounts it needs. */
  repositories: string[];
  /** Longest time that it may take, milliseconds. */
  wait: number;
  /** A kept image that lies in the directory as an OCI image layout, under the name `image`. */
  layout?: string;
  /** The registry has its layers, so that they needn't lie there. */
  withoutLayers?: boolean;
  /** A file that it writes into the directory: its content is the result instead of stdout, if it has at most {@link LONGEST} bytes. */
  file?: string;
  /** Longest file that it may write, bytes: a registry may send more than it said, without end. */
  most?: number;
}

/** How it ended; stderr is free of credentials. */
export interface SkopeoEnd {
  exitCode: number | null;
  result: string;
  stderr: string;
}

/** Runs skopeo: on this machine, or in a container of an engine's. */
export type SkopeoRunner = (call: SkopeoCall) => Promise<SkopeoEnd>;

export interface SkopeoOptions {
  run: SkopeoRunner;
  blobs: Blobs;
  /** Plain HTTP also to other machines; default false. */
  plainHttp?: boolean;
  /** Longest wait for one request that moves no layers, milliseconds; default one minute. */
  timeout?: number;
}

/** Slowest upload that counts as one: below it a transfer is tried again. */
const BYTES_PER_MS = 50;

const COPY = ["copy", "--quiet", "--preserve-digests"];

/** A publisher over skopeo, which pushes by digest, keeps digests and knows every way to log in. */
export function skopeoPublisher(options: SkopeoOptions): Publisher {
  const { run, blobs, plainHttp = false, timeout = 60_000 } = options;

  const trust = (flag: string, repository: string) =>
    plainHttp || isLoopback(repository) ? [`--${flag}=false`] : [];
  const from = (repository: string) => trust("src-tls-verify", repository);
  const to = (repository: string) => trust("dest-tls-verify", repository);

  /** `what` says in a few words what for. */
  async function asked(what: string, call: Omit<SkopeoCall, "wait"> & { wait?: number }): Promise<string> {
    const { exitCode, result, stderr } = await run({ wait: timeout, ...call });
    if (exitCode === 0) return result;
    const said = stderr.trim().split("\n").map(plainLine).filter(Boolean);
    throw new RegistryFailure(
      `${call.repositories[0]}: ${what} failed`,
      registryFault(said.join("\n"), call.words("").flatMap(namesIn)),
      said.slice(-5),
    );
  }

  const inspect = (what: string, repository: string, reference: string, ...flags: string[]) =>
    asked(what, {
      repositories: [repository],
      words: () => [
        ...["inspect", "--raw", ...flags, remote(repository, reference)],
        ...trust("tls-verify", repository),
      ],
    });
  const manifest = (repository: string, reference: string) =>
    inspect("reading a manifest", repository, reference);
  const found = (repository: string, reference: string) =>
    manifest(repository, reference).catch((error: RegistryFailure) => {
      if (error.fault === "absent") return undefined;
      throw error;
    });
  const configuration = async (repository: string, digest: string, config: BlobDescriptor) =>
    refuseOther(await inspect("reading it back", repository, digest, "--config"), repository, config.digest);
  const sent = (repository: string, digest: string, call: Pick<SkopeoCall, "withoutLayers" | "wait">) =>
    asked("the upload", {
      ...call,
      repositories: [repository],
      layout: digest,
      words: (directory) => [
        ...[...COPY, `oci:${directory}:image`, remote(repository, digest)],
        ...to(repository),
      ],
    });

  return {
    digestOf: async (repository, reference) =>
      namedDigest(await found(repository, reference), repository, reference),
    manifest: found,
    async upload(repository, digest) {
      const layers = (await blobs.getJson<ImageManifest>(digest))?.layers ?? [];
      await sent(repository, digest, { wait: timeout + layersSize({ layers }) / BYTES_PER_MS });
    },
    async put(repository, digest) {
      await sent(repository, digest, { wait: timeout, withoutLayers: true });
    },
    // skopeo has no word for it: layers are copied instead.
    mount: async () => false,
    async config(repository, digest) {
      const { config } = manifestIn(await manifest(repository, digest), repository, digest);
      return configuration(repository, digest, config);
    },
    async verify(repository, digest) {
      const { config } = manifestIn(await manifest(repository, digest), repository, digest);
      if (config.mediaType.includes("image.config")) await configuration(repository, digest, config);
    },
    async tag(repository, digest, tag) {
      const words = [...COPY, remote(repository, digest), remote(repository, tag)];
      await asked(`tagging ${tag}`, {
        repositories: [repository],
        words: () => [...words, ...from(repository), ...to(repository)],
      });
    },
    async copy(origin, repository, digest) {
      const words = [...COPY, remote(origin, digest), remote(repository, digest)];
      await asked(`copying from ${origin}`, {
        repositories: [repository, origin],
        wait: 30 * timeout,
        words: () => [...words, ...from(origin), ...to(repository)],
      });
    },
    async tags(repository) {
      const words = () => ["list-tags", `docker://${repository}`, ...trust("tls-verify", repository)];
      const text = await asked("listing its tags", { repositories: [repository], words }).catch(
        (error: RegistryFailure) => {
          if (error.fault === "absent") return undefined;
          throw error;
        },
      );
      return text === undefined ? [] : tagsIn(text, repository);
    },
    async remove(repository, digest) {
      const words = () => ["delete", remote(repository, digest), ...trust("tls-verify", repository)];
      await asked("removing an entry", { repositories: [repository], words });
    },
    async read(repository, digest) {
      const { layers } = manifestIn(await manifest(repository, digest), repository, digest);
      const [layer] = layers;
      if (!layer || layers.length > 1 || layer.size > LONGEST)
        throw new RegistryFailure(`${repository}@${digest} is no release`, "broken", []);
      const text = await asked("reading a release", {
        repositories: [repository],
        file: layer.digest.replace("sha256:", ""),
        most: LONGEST,
        words: (directory) => [
          ...[...COPY, remote(repository, digest), `dir:${directory}`],
          ...from(repository),
        ],
      });
      return refuseOther(text, repository, layer.digest);
    },
  };
}

function remote(repository: string, reference: string): string {
  return `docker://${repository}${reference.startsWith("sha256:") ? "@" : ":"}${reference}`;
}

/** Repository and tag of a `docker://` word. */
function namesIn(word: string): string[] {
  const [, repository, tag = ""] = /^docker:\/\/(.+?\/[^:@]+)(?::([^:]+))?$/.exec(word) ?? [];
  return repository ? [repository, tag] : [];
}

/** skopeo's log line without time and level. */
function plainLine(line: string): string {
  const [, text = line] = /msg="((?:[^"\\]|\\.)*)"/.exec(line) ?? [];
  return text.replace(/\\"/g, '"');
}
