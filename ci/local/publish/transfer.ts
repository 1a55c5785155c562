import { RegistryFailure } from "../../../src/publish/publisher.ts";
import { isLoopback } from "../../../src/publish/reference.ts";
import type { SkopeoEnd } from "../../../src/publish/skopeo.ts";
import { LONGEST } from "../../../src/untrusted-json.ts";
import { ensureTools } from "../process/tools.ts";
import { type LocalSkopeo, runIn } from "./skopeo.ts";

/** Slowest transfer that counts as one, bytes a millisecond. */
const BYTES_PER_MS = 1000;

/** A whole image on its way between a registry and a directory, as an OCI image layout under the name `image`. */
export interface Transfer {
  repository: string;
  /** A tag or a digest. */
  reference: string;
  directory: string;
  /** Of its layers. */
  bytes: number;
}

/** @throws RegistryFailure where the registry hasn't all of it, or a blob isn't what its digest says. */
export async function pull(transfer: Transfer, access: LocalSkopeo): Promise<void> {
  await copied(transfer, access, "download", (remote, layout, trust) => [remote, layout, ...trust("src")]);
}

/** @throws RegistryFailure where the registry doesn't take it. */
export async function push(transfer: Transfer, access: LocalSkopeo): Promise<void> {
  await copied(transfer, access, "upload", (remote, layout, trust) => [layout, remote, ...trust("dest")]);
}

async function copied(
  { repository, reference, directory, bytes }: Transfer,
  { plainHttp, timeout = 60_000, ...access }: LocalSkopeo,
  what: string,
  way: (remote: string, layout: string, trust: (side: string) => string[]) => string[],
): Promise<void> {
  await ensureTools(["skopeo"]);
  const trust = (side: string) => (plainHttp || isLoopback(repository) ? [`--${side}-tls-verify=false`] : []);
  const remote = `docker://${repository}${reference.startsWith("sha256:") ? "@" : ":"}${reference}`;
  const words = way(remote, `oci:${directory}:image`, trust);
  const call = {
    words: () => ["copy", "--quiet", "--preserve-digests", ...words],
    repositories: [repository],
    wait: timeout + bytes / BYTES_PER_MS,
    most: bytes + LONGEST,
  };
  refuseFailed(await runIn(directory, call, access), `${repository}: the ${what} failed`);
}

function refuseFailed({ exitCode, stderr }: SkopeoEnd, message: string): void {
  if (exitCode !== 0) throw new RegistryFailure(message, "broken", stderr.trim().split("\n").slice(-5));
}
