import type { HeldPart } from "../../../src/cache/prune.ts";
import type { DockerfileStage } from "../../../src/dockerfile/stage.ts";

/** One build: a Dockerfile over a context, ending in an image. */
export interface BuildRequest {
  dockerfile: string;
  stages: DockerfileStage[];
  /** Addresses of the bases that it starts from. */
  bases: string[];
  /** Directory that `COPY` reads. */
  context: string;
  /** Text of the context's ignore file. */
  ignore: string;
  /** The image's name and tag. */
  reference: string;
  /** The image's, where it is not this machine's. */
  platform?: string;
  /** Whose sources are built: of untrusted ones less is allowed where a machine keeps builds apart badly. */
  domain?: string;
  secrets: Secret[];
  /** Socket of an ssh agent that steps with a mount for one may ask. */
  agent?: string;
  /** Every line that a builder prints, and what it means; secrets are masked before. */
  onEvent(event: BuildEvent): void;
  /** Longest that a step may take, in milliseconds; unbounded by default. */
  timeoutMs?: number;
  /** Ends the build. */
  signal?: AbortSignal;
}

/** A build secret: where its value is, never the value. */
export interface Secret {
  name: string;
  from: { env: string } | { file: string };
}

/** What happens during a build. */
export type BuildEvent =
  | { kind: "step"; stage: string; text: string }
  | { kind: "cached"; stage: string }
  | { kind: "line"; text: string };

/** How one stage went. */
export interface StageResult {
  name: string;
  base: string;
  /** Every step of it came from a cache. */
  cached: boolean;
  durationMs: number;
}

export interface BuildResult {
  /** Identifier by which the builder knows the image. */
  image: string;
  stages: StageResult[];
}

/** An image in a builder's store. */
export interface BuilderImage {
  id: string;
  names: string[];
  /** Its layers by identifiers of the builder's. */
  layers: HeldPart[];
  /** The day on which its last layer was made, where the builder says. */
  made?: string;
}

/** A tool that turns Dockerfiles into images. */
export interface Builder {
  name: "buildah" | "docker";
  /** Builds, or throws a `Failure` that names the stage and the command. */
  build(request: BuildRequest): Promise<BuildResult>;
  /** Writes an image's manifest, configuration and uncompressed layers, in containers' `dir:` form. */
  writeFiles(image: string, directory: string): Promise<void>;
  /** Identifiers of the images that the builder has, by name and tag. */
  images(): Promise<Map<string, string>>;
  /** All images in its store, with what they take there. */
  stored(): Promise<BuilderImage[]>;
  /** Removes images by name or identifier; answers those that are in use. */
  forget(images: string[]): Promise<string[]>;
  /** Digests of the uncompressed layers of an image that the builder has, by name or identifier. */
  layersOf(image: string): Promise<string[]>;
  /** Takes over a finished image, which lies in a directory as an OCI image layout under the name `image`. */
  load(directory: string, reference: string): Promise<void>;
  /** Writes an image as an OCI image layout under the name `image`, its layers compressed by zstd. */
  save(image: string, directory: string): Promise<void>;
  /** Takes over an image that buildah made: a Debian base. */
  adopt(reference: string): Promise<void>;
  /** Files of an image, to a directory. */
  exportFiles(image: string, directory: string): Promise<void>;
  /** Paths and sizes of an image's files, a line each. */
  listFiles(image: string): Promise<string>;
  /** Whether an image has a file. */
  hasFile(image: string, path: string): Promise<boolean>;
  /** A command in an image, on this terminal, with files of this machine laid in; answers its exit code. */
  shell(image: string, command: string[], volumes: string[]): Promise<number>;
}
