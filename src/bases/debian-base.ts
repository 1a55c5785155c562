import type { Stage } from "../stage.ts";
import type { Root } from "./root.ts";
import type { Versions } from "./versions.ts";

/** A base as this project makes it of Debian packages and of toolchains from their own registries. */
export interface DebianBase extends Versions {
  /**
   * The stages that lead to the base, the last one without commands: what they'd mount stays out of it.
   *
   * @param version one of `versions`.
   */
  recipe<C extends Stage>(kit: BaseKit<C>, version: string): C;
}

/** What a recipe starts its stages from. */
export interface BaseKit<C extends Stage> {
  root(root: Root): C;
  /** Another base of the table. */
  base(name: string, version: string): C;
  /** Gives a stage its name in the Dockerfile. */
  named(name: string, stage: C): C;
}
