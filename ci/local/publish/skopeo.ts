import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { $ } from "zx";
import { isLoopback } from "../../../src/publish/reference.ts";
import { ensureTools } from "../engine.ts";
import type { Manifest } from "../image.ts";
import { withLayout } from "../layout.ts";
import { blobPath, getJson } from "../store.ts";
import { withLogin } from "./auth-file.ts";
import type { Credentials } from "./credentials.ts";
import { faultOf } from "./faults.ts";
import { type Publisher, RegistryFailure } from "./publisher.ts";

export interface SkopeoOptions {
  /** Who asks which host; where it is silent, skopeo reads Docker's and containers' own files. */
  credentials: Credentials;
  /** Plain HTTP also to other machines; default false. */
  plainHttp?: boolean;
  /** Longest wait for one request that moves no layers, milliseconds; default one minute. */
  timeout?: number;
  /** Ends what is under way. */
  signal?: AbortSignal;
}

/** Slowest upload that counts as one: below it a transfer is tried again. */
const BYTES_PER_MS = 50;

/** A publisher over skopeo, which pushes by digest, keeps digests and knows every way to log in. */
export async function skopeo({
  credentials,
  plainHttp = false,
  timeout = 60_000,
  signal,
}: SkopeoOptions): Promise<Publisher> {
  await ensureTools(["skopeo"]);

  const trust = (repository: string, flag: string) =>
    plainHttp || isLoopback(repository) ? [`--${flag}=false`] : [];

  /** Runs skopeo for a repository (and another that it reads from); `what` says in a few words what for. */
  async function run(what: string, repository: string, words: string[], wait = timeout, from = repository) {
    return withLogin(credentials, [repository, from], async ({ flags, stdio, masked }) => {
      const tls =
        words[0] === "copy"
          ? [...trust(from, "src-tls-verify"), ...trust(repository, "dest-tls-verify")]
          : trust(repository, "tls-verify");
      const result = await $({
        quiet: true,
        nothrow: true,
        stdio: stdio as never,
        timeout: wait,
        signal,
        timeoutSignal: "SIGKILL",
        maxBuffer: 2 ** 28,
      })`skopeo ${words} ${tls} ${flags}`;
      if (result.exitCode === 0) return result.stdout;
      if (signal?.aborted) throw new RegistryFailure(`${repository}: ${what} was interrupted`, "broken", []);
      const late = result.signal === "SIGKILL" ? `timeout: no answer within ${wait / 1000} s` : "";
      const said = [...masked(result.stderr).trim().split("\n").map(plain), late].filter(Boolean);
      throw new RegistryFailure(`${repository}: ${what} failed`, faultOf(said.join("\n")), said.slice(-5));
    });
  }

  const manifest = (repository: string, reference: string) =>
    run("reading a manifest", repository, ["inspect", "--raw", remote(repository, reference)]);

  return {
    async digestOf(repository, reference) {
      return manifest(repository, reference).then(sha256, (error: RegistryFailure) => {
        if (error.fault === "absent") return undefined;
        throw error;
      });
    },
    async upload(repository, digest) {
      const wait = timeout + (await layerBytes(digest)) / BYTES_PER_MS;
      await withLayout(digest, "image", (directory) =>
        run("the upload", repository, [...COPY, `oci:${directory}:image`, remote(repository, digest)], wait),
      );
    },
    async verify(repository, digest) {
      const text = await manifest(repository, digest);
      const { config } = JSON.parse(text) as Manifest;
      const stored = await readFile(blobPath(config.digest), "utf8").catch(() => undefined);
      const isImage = config.mediaType.includes("image.config");
      const read = isImage
        ? await run("reading it back", repository, [
            "inspect",
            "--config",
            "--raw",
            remote(repository, digest),
          ])
        : stored;
      if (sha256(text) === digest && (stored === undefined || stored === read)) return;
      throw new RegistryFailure(`${repository}: what came back is not ${digest}`, "passing", []);
    },
    async tag(repository, digest, tag) {
      await run(`tagging ${tag}`, repository, [...COPY, remote(repository, digest), remote(repository, tag)]);
    },
    async copy(from, to, digest) {
      await run(
        `copying from ${from}`,
        to,
        [...COPY, remote(from, digest), remote(to, digest)],
        30 * timeout,
      );
    },
    async read(repository, digest) {
      const directory = await mkdtemp(join(tmpdir(), "multistage-artifact-"));
      try {
        await run("reading a release", repository, [...COPY, remote(repository, digest), `dir:${directory}`]);
        const { layers } = JSON.parse(await readFile(join(directory, "manifest.json"), "utf8")) as Manifest;
        return await readFile(join(directory, (layers[0]?.digest ?? "").replace("sha256:", "")), "utf8");
      } finally {
        await rm(directory, { recursive: true, force: true });
      }
    },
  };
}

const COPY = ["copy", "--quiet", "--preserve-digests"];
function remote(repository: string, reference: string): string {
  return `docker://${repository}${reference.startsWith("sha256:") ? "@" : ":"}${reference}`;
}

function sha256(text: string): string {
  return `sha256:${createHash("sha256").update(text).digest("hex")}`;
}

async function layerBytes(digest: string): Promise<number> {
  const manifest = await getJson<Manifest>(digest);
  return manifest?.layers.reduce((sum, { size }) => sum + size, 0) ?? 0;
}

/** skopeo's log line without time and level. */
function plain(line: string): string {
  const [, text = line] = /msg="((?:[^"\\]|\\.)*)"/.exec(line) ?? [];
  return text.replace(/\\"/g, '"');
}
