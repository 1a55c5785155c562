import type { Snapshot } from "../../files/snapshot.ts";

/** Where a builder leaves a site. */
export interface Site {
  /** Relative to the service's directory. */
  folder: string;
  /** What says so: `vite.config.ts:3`; the builder's habit where nothing does. */
  from?: string;
  /** Where its pages' sources lie, relative to the service's directory; there itself by default. */
  root?: string;
  /** The page that answers where there is no file, as its settings say. */
  fallback?: string;
}

/** Why it isn't known, in words. */
export interface Unknown {
  why: string;
}

/** What is known of a package when its site is looked for. */
export interface Sources {
  tree: Snapshot;
  name: string;
  /** The script that builds, with those that it runs, `&&` between its parts; empty where there is none. */
  build: string;
  uses: Record<string, string>;
}

/** A tool that makes sites of files alone. */
export interface SiteBuilder {
  /** Its package. */
  name: string;
  /** How a build script calls it. */
  command: RegExp;
  /** The command where no script does. */
  build: string[];
  /** Makes a page for each address of an application that runs in the browser. */
  isApplication?: boolean;
  /** Leaves `about.html` for the address `/about`. */
  extension?: boolean;
  /** Where it leaves the site; undefined where it makes something else of these sources. */
  site(sources: Sources): Site | Unknown | undefined;
}
