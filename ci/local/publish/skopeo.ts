import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { $ } from "zx";
import type { Publisher } from "../../../src/publish/publisher.ts";
import { RegistryFailure } from "../../../src/publish/publisher.ts";
import { type SkopeoCall, type SkopeoEnd, skopeoPublisher } from "../../../src/publish/skopeo.ts";
import { LONGEST } from "../../../src/untrusted-json.ts";
import { withImageLayout } from "../images/layout.ts";
import { getJson, putJson } from "../images/store.ts";
import { ensureTools } from "../process/tools.ts";
import { withLogin } from "./auth-file.ts";
import type { Credentials } from "./credentials.ts";

export interface LocalSkopeo {
  /** Who asks which host; where it is silent, skopeo reads Docker's and containers' own files. */
  credentials: Credentials;
  /** Plain HTTP also to other machines; default false. */
  plainHttp?: boolean;
  /** Longest wait for one request that moves no layers, milliseconds; default one minute. */
  timeout?: number;
  /** Ends what is under way. */
  signal?: AbortSignal;
}

/** Images and releases in the cache directory. */
export const localBlobs = { getJson, putJson };

/** A publisher over this machine's skopeo, of images in the cache directory. */
export function skopeo({ credentials, signal, ...options }: LocalSkopeo): Publisher {
  const run = async (call: SkopeoCall) => {
    await ensureTools(["skopeo"]);
    return inDirectory(call, (directory) => runIn(directory, call, { credentials, signal }));
  };
  return skopeoPublisher({ ...options, run, blobs: localBlobs });
}

/** Runs skopeo in a directory that outlives it. */
export async function runIn(
  directory: string,
  { words, repositories, wait, file, most }: SkopeoCall,
  { credentials, signal }: Pick<LocalSkopeo, "credentials" | "signal">,
): Promise<SkopeoEnd> {
  return withLogin(credentials, repositories, async ({ flags, stdio, masked }) => {
    const command = [...bounded("skopeo", most), ...words(directory), ...flags];
    const run = $({
      quiet: true,
      nothrow: true,
      stdio: stdio as never,
      timeout: wait,
      signal,
      timeoutSignal: "SIGKILL",
      maxBuffer: 2 ** 28,
    });
    const ended = await run`${command}`;
    if (ended.exitCode !== 0 && signal?.aborted)
      throw new RegistryFailure(`${repositories[0]}: it was interrupted`, "broken", []);
    const late = ended.signal === "SIGKILL" ? `\ntimeout: no answer within ${wait / 1000} s` : "";
    const result = ended.exitCode === 0 && file ? await shortFile(join(directory, file)) : ended.stdout;
    return { exitCode: ended.exitCode, result, stderr: masked(ended.stderr) + late };
  });
}

/** A command that is ended where it writes a longer file. The shell counts in blocks of 512 bytes. */
function bounded(command: string, most?: number): string[] {
  if (most === undefined) return [command];
  return ["sh", "-c", 'ulimit -f "$0" && exec "$@"', String(Math.ceil(most / 512)), command];
}

/** What is longer than a registry may answer counts as nothing. */
async function shortFile(path: string): Promise<string> {
  return (await stat(path)).size > LONGEST ? "" : readFile(path, "utf8");
}

/** Lends a call the directory that it asks for. */
async function inDirectory<T>(
  { layout, withoutLayers, file }: SkopeoCall,
  work: (directory: string) => Promise<T>,
) {
  if (layout) return withImageLayout(layout, "image", work, withoutLayers);
  if (!file) return work("");
  const directory = await mkdtemp(join(tmpdir(), "multistage-artifact-"));
  try {
    return await work(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
