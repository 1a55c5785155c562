import { badInput, type Refusal } from "../failure.ts";

/** Where a repository's images go: `registry.example/team`. */
export interface Destination {
  host: string;
  /** `registry.example/team`: what image names follow. */
  prefix: string;
}

const COMPONENT = /^[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*$/;
const HOST = /^(localhost|\[[0-9a-fA-F:]+\]|[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*)(:\d{1,5})?$/;

/** Name of the repository that keeps releases, beside the images. */
export const RELEASES = "releases";

/**
 * Reads `HOST/PREFIX`.
 *
 * @throws a `Failure` that says what is wrong with it.
 */
export function parseDestination(text: string): Destination {
  const trimmed = text.replace(/^docker:\/\//, "").replace(/\/+$/, "");
  const [host = "", ...path] = trimmed.split("/");
  if (/^https?:$/.test(host)) throw badInput(`${text}: leave ${host}// out`);
  if (!HOST.test(host) || !(host === "localhost" || /[.:]/.test(host)))
    throw badInput(
      `${text}: "${host}" is not a registry's host: expected HOST/PREFIX, such as registry.example/team`,
    );
  const wrong = path.find((part) => !COMPONENT.test(part));
  if (wrong !== undefined)
    throw badInput(
      `${text}: "${wrong}" can't be in an image's name: lower case, digits and . _ - between them`,
    );
  return { host, prefix: trimmed };
}

/** `registry.example/team/api`: an image without tag. */
export function imageName({ prefix }: Destination, service: string): string {
  return `${prefix}/${service}`;
}

/** The host of a registry that an address names; Docker's own where it names none. */
export function hostOf(address: string): string {
  const [host = ""] = address.split("/");
  return address.includes("/") && (host === "localhost" || /[.:]/.test(host)) ? host : "docker.io";
}

/** An image's repository, and the tag or digest that names it there: a digest where it has both. */
export function parseImage(address: string): { repository: string; reference: string } {
  const [name = "", digest] = address.replace(/^docker:\/\//, "").split("@");
  const [, repository = name, tag = "latest"] = /^(.+):([^/:]+)$/.exec(name) ?? [];
  return { repository, reference: digest ?? tag };
}

/** Why a service can't be published under its name, or undefined. */
export function unpublishableName(service: string): Refusal | undefined {
  if (service !== RELEASES) return undefined;
  return {
    message: `a service can't be published as "${RELEASES}": the registry keeps releases there`,
    next: "give it another `name:` in its service.yaml",
  };
}

/**
 * The host that a registry given as a service stands for: of several the one on loopback, which nothing but
 * its own machine reaches.
 *
 * @throws a `Failure` where it could stand for more than one.
 */
export function hostBehindService(hosts: string[]): string {
  const distinct = [...new Set(hosts)];
  const local = distinct.filter(isLoopback);
  const [host = "", ...others] = local.length ? local : distinct;
  if (others.length)
    throw badInput(`one registry is given as a service, for ${[host, ...others].join(" and ")}`);
  return host;
}

/** Whether a registry is on this machine: only there plain HTTP is spoken unasked. */
export function isLoopback(address: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?(\/|$)/.test(address);
}
