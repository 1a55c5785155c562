import { existsSync, readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { ensureTools, has } from "../process/tools.ts";
import { NAME_SERVER, openNetworkNamespace } from "./network-namespace.ts";

/**
 * What steps have for a network: one of their own, made here; buildah's own, which it makes without root; or the
 * machine's, loopback and all.
 */
export type NetworkKind = "own" | "private" | "machine";

/** The network of one build. */
export interface StepNetwork {
  /** Flags of `buildah build`. */
  flags: string[];
  /** A command that runs buildah itself within it. */
  within: string[];
  close(): void;
}

/** Steps use the machine's network as it is: bridges want plugins that builds don't need. */
export const MACHINE_NETWORK = ["--network", "host"];

/** What decides which kinds work here, besides buildah. */
export async function networkFacts(): Promise<string> {
  return `${proxyOnLoopback() ?? ""} ${await has("slirp4netns")} ${await has("unshare")}`;
}

/** Kinds to try, the better first; what is missing for the best is installed where that can be done without asking. */
export async function networkCandidates(): Promise<NetworkKind[]> {
  if (proxyOnLoopback()) return ["machine"];
  if (process.getuid?.() !== 0) return ["own", "private", "machine"];
  await ensureTools(["slirp4netns"]).catch(() => undefined);
  return ["own", "machine"];
}

/** How it is told; a machine's network is a hole, so it says why. */
export function networkText(kind: NetworkKind): string {
  if (kind !== "machine") return "on a network of their own";
  const proxy = proxyOnLoopback();
  return `on this machine's network, its loopback too${proxy ? `: ${proxy} names it` : ""}`;
}

/**
 * Opens a build's network.
 *
 * @param fetches whether buildah itself fetches what the sources name (`ADD`): then it runs within, too.
 * @param isChroot whether steps have buildah's own network in any case.
 */
export async function openStepNetwork(
  kind: NetworkKind,
  { fetches = false, isChroot = false } = {},
): Promise<StepNetwork> {
  if (kind === "machine") return { flags: MACHINE_NETWORK, within: [], close() {} };
  if (kind === "private") return { flags: [], within: [], close() {} };
  const { path, owner, close } = await openNetworkNamespace();
  const names = resolvesOnLoopback() ? ["--dns", NAME_SERVER] : [];
  if (fetches || isChroot)
    return { flags: [...names, ...MACHINE_NETWORK], within: [...owner, "nsenter", `--net=${path}`], close };
  return { flags: [...names, "--network", `ns:${path}`], within: owner, close };
}

/** Flags of `docker build`: its bridge reaches no loopback but the build's. */
export function dockerNetwork(): string[] {
  return proxyOnLoopback() ? MACHINE_NETWORK : [];
}

/** The variable that names a proxy on the machine's loopback, where one does: builds need that then. */
function proxyOnLoopback(): string | undefined {
  return ["http_proxy", "https_proxy", "all_proxy"]
    .flatMap((name) => [name, name.toUpperCase()])
    .find((name) =>
      /^(\w+:\/\/)?([^@/]*@)?(localhost|127\.[\d.]+|\[::1\])([:/]|$)/i.test(process.env[name] ?? ""),
    );
}

function resolvesOnLoopback(): boolean {
  const text = existsSync("/etc/resolv.conf") ? readFileSync("/etc/resolv.conf", "utf8") : "";
  return /^nameserver\s+(127\.|::1)/m.test(text);
}

/**
 * Lends a command that succeeds within a network from which a server on this machine's loopback can't be reached, by
 * the addresses under which slirp4netns and its like would pass it on. It asks for bash, which can open connections.
 */
export async function withLoopbackProbe<T>(use: (command: string[]) => Promise<T>): Promise<T> {
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((listens) => server.listen(0, "127.0.0.1", listens));
  const { port } = server.address() as AddressInfo;
  const addresses = ["127.0.0.1", "10.0.2.2"];
  const closed = addresses.map((address) => `! (exec 3<>/dev/tcp/${address}/${port}) 2>/dev/null`);
  try {
    return await use(["timeout", "5", "bash", "-c", closed.join(" && ")]);
  } finally {
    server.close();
  }
}
