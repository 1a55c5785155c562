import { type Facts, timestamp } from "./facts.ts";

/** The image that a published one is made from. */
export interface Base {
  /** Name and tag. */
  name: string;
  digest?: string;
}

/**
 * What an image says of itself, by the OCI image specification's names: labels of its configuration and
 * annotations of its manifest.
 *
 * The environment is not among them: a promoted image would lie.
 */
export function labelsOf(
  service: string,
  facts: Omit<Facts, "environment">,
  base?: Base,
): Record<string, string> {
  const revision = facts.revision && facts.dirty ? `${facts.revision}-dirty` : facts.revision;
  const all = {
    "base.digest": base?.digest,
    "base.name": base?.name,
    created: timestamp(facts.created),
    revision,
    source: facts.source,
    title: service,
    version: facts.version,
  };
  const known = Object.entries(all).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    known.map(([name, value]) => [`org.opencontainers.image.${name}`, String(value)]),
  );
}

/**
 * Reads the address that a stage starts from: `registry.example/static:12@sha256:…`.
 *
 * @returns undefined where an image starts from nothing.
 */
export function baseOf(address: string | undefined): Base | undefined {
  if (!address || address === "scratch") return undefined;
  const [name = address, digest] = address.split("@");
  return { name, digest };
}

/** The web address of a git remote, free of credentials: the same however a clone reaches it. */
export function sourceAddress(remote: string): string | undefined {
  const text = remote.trim();
  const scp = /^(?:[^@/]+@)?([\w.-]+\.[\w-]+):(?!\/\/|\d+\/)(.+)$/.exec(text);
  if (scp) return webAddress(scp[1] ?? "", scp[2] ?? "");
  if (!/^(https?|ssh|git):\/\//.test(text) || !URL.canParse(text)) return undefined;
  const { protocol, hostname, port, pathname } = new URL(text);
  return webAddress(protocol === "https:" && port ? `${hostname}:${port}` : hostname, pathname);
}

function webAddress(host: string, path: string): string {
  return `https://${host.toLowerCase()}/${path
    .replace(/^\/+/, "")
    .replace(/\/+$/, "")
    .replace(/\.git$/, "")}`;
}
