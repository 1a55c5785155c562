import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";

/** A network of a build's own, which reaches what the machine reaches but the machine itself. */
export interface NetworkNamespace {
  /** By which others join it. */
  path: string;
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
  const holder = spawn("unshare", ["--net", "sh", "-c", "echo ready; read -r _"], { stdio: "pipe" });
  const children: ChildProcess[] = [holder];
  const close = () => void children.map((child) => child.kill("SIGKILL"));
  try {
    await firstByte(holder, holder.stdout);
    const slirp = spawn("slirp4netns", [...SLIRP, String(holder.pid), "tap0"], {
      stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
    });
    children.push(slirp);
    await firstByte(slirp, slirp.stdio[3] as Readable);
  } catch (error) {
    close();
    throw error;
  }
  return { path: `/proc/${holder.pid}/ns/net`, close };
}

/** Its own name server answers where the machine's listens on loopback. */
export const NAME_SERVER = "10.0.2.3";

const SLIRP = ["--configure", "--mtu=65520", "--disable-host-loopback", "--ready-fd=3", "--exit-fd=4"];

async function firstByte(child: ChildProcess, stream: Readable): Promise<void> {
  const failed = [once(child, "error"), once(child, "exit")].map((ended) => ended.then(() => "ended"));
  const late = AbortSignal.timeout(PATIENCE_MS);
  const first = await Promise.race([once(stream, "data", { signal: late }).then(() => "ready"), ...failed]);
  for (const one of failed) one.catch(() => {});
  if (first !== "ready") throw new Error(`${child.spawnfile} ended`);
}
