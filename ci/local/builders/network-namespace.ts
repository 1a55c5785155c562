import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";

/** A network of a build's own, which reaches what the machine reaches but the machine itself. */
export interface NetworkNamespace {
  /** By which others join it. */
  path: string;
  /** A command that runs buildah as the one user who may join it: without root, that of a namespace of users. */
  owner: string[];
  close(): void;
}

/** A build waits that long for its network at most; it takes 30 ms. */
const PATIENCE_MS = 10_000;

/**
 * Opens a network namespace behind slirp4netns, which passes on connections as this process' own. Both processes end
 * with ours, even if that is killed: they read from it.
 *
 * @throws where this user may not make one, or slirp4netns isn't there.
 */
export async function openNetworkNamespace(): Promise<NetworkNamespace> {
  const [command = "", ...words] = [
    ...(isRoot() ? [] : ["buildah", "unshare"]),
    "unshare",
    "--net",
    "sh",
    "-c",
  ];
  const holder = spawn(command, [...words, HOLD], { stdio: "pipe" });
  const children: ChildProcess[] = [holder];
  const close = () => {
    // Without root, what reads from it is no child of ours.
    holder.stdin.destroy();
    for (const child of children) child.kill("SIGKILL");
  };
  try {
    const [pid = "", ...variables] = (await first(holder, holder.stdout)).trim().split(" ");
    const owner = isRoot() ? [] : [...JOIN, `--target=${pid}`, "env", ...variables];
    const slirp = spawn("slirp4netns", [...SLIRP, pid, "tap0"], {
      stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
    });
    children.push(slirp);
    await first(slirp, slirp.stdio[3] as Readable);
    return { path: `/proc/${pid}/ns/net`, owner, close };
  } catch (error) {
    close();
    throw error;
  }
}

/** Says who it is, and by which variables buildah knows that it is in a namespace of users already. */
const HOLD = `echo $$ $(env | grep -E '^(BUILDAH_ISOLATION|_CONTAINERS_\\w+)='); read -r _`;

const JOIN = ["nsenter", "--user", "--mount", "--preserve-credentials"];

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** Its own name server answers where the machine's listens on loopback. */
export const NAME_SERVER = "10.0.2.3";

const SLIRP = ["--configure", "--mtu=65520", "--disable-host-loopback", "--ready-fd=3", "--exit-fd=4"];

/** The first that a process writes. */
async function first(child: ChildProcess, stream: Readable): Promise<string> {
  const failed = [once(child, "error"), once(child, "exit")].map((ended) => ended.then(() => "ended"));
  const late = AbortSignal.timeout(PATIENCE_MS);
  const written = once(stream, "data", { signal: late }).then(([chunk]) => ({ text: String(chunk) }));
  const said = await Promise.race([written, ...failed]);
  for (const one of failed) one.catch(() => {});
  if (said === "ended") throw new Error(`${child.spawnfile} ended`);
  return (said as { text: string }).text;
}
