import type { Random } from "../random.ts";

/** A service's files by path below its directory. */
export type Files = Record<string, string>;

/** A service to be generated. */
export interface Variation {
  /** `gin-3` */
  name: string;
  /** From 1, among services of its kind. */
  index: number;
  random: Random;
}

/** What the two Dockerfiles of a service start from. */
export interface Images {
  /** Address of a base on this machine. */
  base(name: string, version?: string): string;
}

/** One kind of service: how it is varied, and how Dockerfiles by hand build it. */
export interface Kind {
  /** The service of this repository that it is made from. */
  template(index: number): string;
  /** The template's files with a name and code of its own. */
  vary(files: Files, one: Variation): Files;
  /**
   * A Dockerfile as a good engineer writes it: dependencies first, caches mounted, only what runs copied.
   * Its context is the repository.
   */
  written(one: Variation, images: Images): string;
  /** A Dockerfile of one stage, without caches. Its context is the service's directory, or the repository. */
  naive(one: Variation, images: Images): { dockerfile: string; context: "service" | "repository" };
}

/**
 * Files with one place of one file replaced.
 *
 * @throws Error where the template no longer has that place exactly once.
 */
export function replaced(files: Files, path: string, from: string, to: string): Files {
  const text = files[path];
  if (text?.split(from).length !== 2) throw new Error(`${path} should have once: ${from}`);
  return { ...files, [path]: text.replace(from, () => to) };
}

/** All files in which a pattern is replaced wherever it occurs, but those that match `except`. */
export function renamed(files: Files, from: RegExp, to: string, except = /^$/): Files {
  return Object.fromEntries(
    Object.entries(files).map(([path, text]) => [path, except.test(path) ? text : text.replace(from, to)]),
  );
}

/** The name that a service tells of itself. */
export function selfNamed(files: Files, template: string, name: string): Files {
  return renamed(files, new RegExp(`(service"?(?:: ?|, ?| -> ))"${template}"`, "g"), `$1"${name}"`);
}
