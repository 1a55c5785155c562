/**
 * A root filesystem made of Debian packages, the way distroless images are made.
 *
 * All paths are relative to the root, without a leading slash.
 */
export interface Root {
  /**
   * `minbase`: a small system with a shell, apt and configured packages, for build stages.
   * `extract`: nothing but the packages' files, no maintainer script has run.
   */
  variant: "minbase" | "extract";
  packages: string[];
  /** The Debian release; {@link SUITE} unless said. */
  suite?: Suite;
  /** Files to write. */
  files?: Record<string, string>;
  /** Symbolic links, path to target. */
  links?: Record<string, string>;
  /** Patterns of what goes; `*` spans directories. */
  drop?: string[];
  /** Commands of the tree, as lists of arguments, that run in it after the drop. */
  commands?: string[][];
  /**
   * Patterns of the only files that stay; all by default. A root with this list also says which
   * packages it holds parts of, where scanners of distroless images look: `var/lib/dpkg/status.d`.
   */
  keep?: string[];
}

/** Debian 12 and 13. */
export type Suite = "bookworm" | "trixie";

/** The Debian release that roots are made of, but for those of what it hasn't. */
export const SUITE: Suite = "bookworm";

/** Where every stage finds the certificates of public authorities. */
export const BUNDLE = "etc/ssl/certs/ca-certificates.crt";

/** `PATH` of a stage before a toolchain adds to it. */
export const PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
