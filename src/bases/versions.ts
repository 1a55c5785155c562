import { badInput } from "../failure.ts";
import { byNumbers } from "../manifests/version-order.ts";

/**
 * Which exact releases stand behind the versions that services name.
 *
 * Written down rather than asked for at build time: the same definition must mean the same files.
 */

/** The versions of a base. */
export interface Versions {
  /** Those that there are, oldest first. */
  versions: string[];
  /** Where a service names none. */
  version: string;
  /** A service may get a later version than it names: compilers read what was written for earlier ones. */
  newer?: boolean;
}

/** Go: `major.minor` to the release of `golang.org/toolchain`. */
export const GO = {
  "1.21": "1.21.13",
  "1.22": "1.22.12",
  "1.23": "1.23.12",
  "1.24": "1.24.13",
  "1.25": "1.25.14",
  "1.26": "1.26.11",
  "1.27": "1.27.4",
};

/** Node: major to the release of the npm package, and the npm that belongs to it. */
export const NODE = {
  "18": { node: "18.20.8", npm: "10.9.9" },
  "20": { node: "20.20.2", npm: "10.9.9" },
  "22": { node: "22.23.3", npm: "10.9.9" },
  "24": { node: "24.21.0", npm: "11.21.2" },
  "26": { node: "26.10.0", npm: "11.21.2" },
};

/** Java: major to the Debian release that has it. */
export const JAVA = { "17": "bookworm", "21": "trixie", "25": "trixie" } as const;

/** Maven, where no wrapper asks for another: what the public images of the base `jdk` have. */
export const MAVEN_RELEASE = "3.9.16";

/**
 * Python: `major.minor` to the release of Maven's `org.bytedeco:cpython`, which is CPython as it is built for every
 * Linux; undefined for Debian's own. 3.10 is published without SQLite and LZMA, and so is left out.
 */
export const PYTHON = {
  "3.11": undefined,
  "3.12": "3.12.1-1.5.10",
  "3.13": "3.13.5-1.5.12",
  "3.14": "3.14.3-1.5.13",
};

/**
 * The version of a base that serves a request.
 *
 * @throws a `Failure` where no version serves.
 */
export function servingVersion(name: string, { versions, newer }: Versions, wanted: string): string {
  const exact = versions.find((version) => wanted === version || wanted.startsWith(`${version}.`));
  const later = newer ? versions.find((version) => byNumbers(version, wanted) > 0) : undefined;
  const serving = exact ?? later;
  if (serving) return serving;
  throw badInput(
    `no Debian base "${name}" for version ${wanted}: there is ${versions.join(", ")}`,
    "name one of these, or say --bases registry",
  );
}
