import type { BasesFrom } from "../bases/addresses.ts";
import type { StageName } from "../pipeline/plan.ts";
import type { Selection } from "../pipeline/select.ts";

/** What a caller may ask of every build. */
export interface BuildOptions {
  environment: string;
  /** By default the engine's choice. */
  bases?: BasesFrom;
  /** Refuse bases that `bases.lock` does not have. */
  frozen?: boolean;
  /** `linux/arm64`; the engine's own by default. */
  platform?: string;
  /** Don't look whether images can start. */
  noStartCheck?: boolean;
  /** What of the shared cache is used; by default it is read, and written where images are published. */
  cache?: CacheUse;
}

/** `write` also reads. */
export type CacheUse = "read" | "write" | "off";

/** Of one service's. */
export interface OneOptions extends BuildOptions {
  /** May be left out where there is only one. */
  service?: string;
  stage?: StageName;
  /** The image, however large it is. */
  unmeasured?: boolean;
}

/** Of a run over many. */
export interface RunOptions extends BuildOptions, Omit<Selection, "affected"> {
  affectedSince?: string;
  /** Most at once; by default what the engine takes. */
  concurrency?: number;
  failFast?: boolean;
}

/** Of a publish of many. */
export interface PublishAllOptions extends RunOptions, PublishOptions {
  /** Each image gets its tags when it is up, whatever becomes of the others. */
  independent?: boolean;
  /** Upload alone: {@link collect} gives the tags. A shard's images are. */
  untagged?: boolean;
  /** Give tags to what others uploaded; nothing is built. */
  collect?: boolean;
}

/** Of a publish. */
export interface PublishOptions extends BuildOptions {
  /** HOST/PREFIX; by default what `multistage.yaml` says. */
  registry?: string;
  /** By default a git tag on the revision. */
  version?: string;
  /** Full revision of the sources, where version control can't tell. */
  revision?: string;
  /** Also move the tag `latest`. */
  latest?: boolean;
}
