import type { Detector } from "../detection/detection.ts";
import type { Microservice } from "../microservice.ts";
import type { Kit, Stage, Tree } from "../stage.ts";

/**
 * The recipe for one ecosystem, and all that is known of it: every language is one folder, with these verbs in this
 * order, and one line in the table.
 *
 * `build` (or `package`, where packaging needs its own stage) leaves what the image needs under
 * {@link OUT}, laid out as in the image; the runtime stage receives that tree and nothing else.
 */
export interface Language extends Detector {
  /** Lints a service that names no command of its own: the linter that comes with the toolchain. */
  lint?: string[];
  /** Compiles for other platforms: its stages run on the builder's own, and its images start from nothing. */
  crossCompiles?: boolean;
  /** Where the artifact lies in the stage that leaves it: {@link OUT} unless said. */
  output?: string;
  /** Leaves what it didn't make itself under {@link LIBRARIES}. */
  libraries?: boolean;
  /** Addresses of bases whose tools trust what Java's key store holds, and read no PEM file. */
  keyStore?: RegExp;
  /** The base that has the service's version of the language. */
  toolchain?: string;
  /** Its stage `dependencies` takes longer to make than to push and to pull (docs/cache.md): machines share it. */
  sharesDependencies?: boolean;
  /** What a first build usually takes, in seconds (docs/bench.md): slow ones start first. */
  firstBuildSeconds?: number;
  /** A stage with the toolchain and the service's dependencies, from manifests and lockfiles alone. */
  dependencies<C extends Stage>(kit: Kit<C>, service: Microservice): C;
  /** Compiles. */
  build<C extends Stage>(kit: Kit<C>, service: Microservice, dependencies: C): C;
  /** Runs the service's own tests; a failing one fails the step. */
  test<C extends Stage>(kit: Kit<C>, service: Microservice, dependencies: C): C;
  /** Intermediate stage: turns what was built into what runs. */
  package?<C extends Stage>(kit: Kit<C>, service: Microservice, built: C): C;
  /**
   * The image, from a bare base and the artifact; libraries first, where there are any.
   *
   * @param packaged the stage that left them, for what it tells of them.
   */
  runtime<C extends Stage>(
    kit: Kit<C>,
    service: Microservice,
    artifact: Tree,
    libraries: Tree,
    packaged: C,
  ): C;
}

/**
 * Whether a service is compiled for other platforms on the builder's own. What is linked to a system's libraries
 * is built where those are: on the image's platform.
 */
export function crosses({ crossCompiles }: Language, { packages, linkage }: Microservice): boolean {
  return crossCompiles === true && !linkage && !packages.build.length && !packages.runtime.length;
}

/** The command that lints a service: its own, or its language's; undefined where there is neither. */
export function linterOf({ lint }: Language, { lintCommand }: Microservice): string[] | undefined {
  return lintCommand ?? lint;
}

/** Where a build leaves its artifact, laid out as it will lie in the image's root. */
export const OUT = "/out";

/**
 * Where a build leaves what it downloaded and an image needs, laid out as there: services with the same
 * libraries have a layer in common.
 */
export const LIBRARIES = "/libraries";
