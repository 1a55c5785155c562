/**
 * What a command asks of whoever runs stages: Dagger, the local builders, or a memory in tests. An engine is opened
 * for one source root; it does, and decides nothing.
 */
import type { BasesFrom } from "./bases/addresses.ts";
import type { EntryImage } from "./cache/entry.ts";
import type { ParentKind } from "./cache/keys.ts";
import type { Held } from "./cache/prune.ts";
import type { Snapshot } from "./files/snapshot.ts";
import type { Expectation, Microservice } from "./microservice.ts";
import type { PlannedBase, PlannedService } from "./pipeline/plan.ts";
import type { Answer } from "./policies/expectations.ts";
import type { SourceFacts } from "./publish/checkout.ts";
import type { Blobs, ImageConfig, ImageManifest } from "./publish/oci.ts";
import type { Publisher } from "./publish/publisher.ts";
import type { Destination } from "./publish/reference.ts";
import type { KnownRelease } from "./release/numbers.ts";
import type { LayerSize, ServiceResult, StageTiming, StartCheck } from "./report/result.ts";
import type { Attempt, Patience } from "./start-check/attempt.ts";
import type { ImageFiles } from "./start-check/image-files.ts";
import type { Start } from "./start-check/start.ts";

/** @typeParam Image what a build leaves, as the engine knows it: a container of Dagger's, an image in a store. */
export interface Engine<Image = unknown> {
  /** Paths of the source root, and the texts that detection reads. */
  readonly snapshot: Snapshot;
  /** The `bases.yaml` that serves a repository without one, ours: how it is called, and its text. */
  defaultBases(): Promise<{ file: string; text: string }>;
  /** Digest of everything that a service's build can read: its directory and inputs. */
  contents(service: Pick<Microservice, "path" | "inputs">): Promise<string>;
  /** What differs from where the sources left a commit, branch or tag. @throws a `Failure` (exit 2) where that isn't known. */
  changes(since: string): Promise<Changes>;
  /** What version control, or whoever checked the sources out, says of them. */
  sources(): Promise<SourceFacts>;
  /** What builds run on: `linux/amd64`. */
  platform(): Promise<string>;
  /** Whose caches builds use. */
  readonly domain: string;
  /** Names of the build secrets that the caller gave. */
  secrets(): Promise<string[]>;
  /** Whether the caller lends an ssh agent. */
  readonly lendsAgent?: boolean;
  /** Most builds at once that it takes, where the caller says nothing. */
  readonly concurrency: number;

  /** Builds a plan up to its stage. @throws a `Failure` with the step that failed: 1, or 75 where a retry may help. */
  build(planned: PlannedService): Promise<Built<Image>>;
  measure(image: Image): Promise<Measured>;
  /** Lays an image beside {@link blobs}, for a registry; answers the digest of its manifest. */
  keep(image: Image): Promise<string>;
  readonly blobs: Blobs;
  /** A client for the registries on these hosts, which tries everything once. */
  registry(hosts: string[], options?: RegistryOptions): Promise<Publisher>;
  /** Longest that a command waits for a registry that doesn't do what it is asked, milliseconds; a minute by default. */
  readonly registryWaitMs?: number;
  /** What a request to a registry takes besides the registry's own answer, milliseconds; nothing by default. */
  readonly requestOverheadMs?: number;
  readonly progress: Progress;
  /** Starts nothing more when it is given. */
  readonly signal?: AbortSignal;

  // What one engine alone can do.

  /** What a build of this plan left here before; undefined where nothing did. */
  find?(planned: PlannedService): Promise<Built<Image> | undefined>;
  /** Takes a finished image over from a registry, as if it had been built here. @throws where it isn't there, whole. */
  fetch?(planned: PlannedService, image: RemoteImage): Promise<Built<Image>>;

  /** Images that builds start from and machines share: bases of Debian packages, stages with dependencies. */
  readonly parents?: Parents;
  /** What this machine keeps for later builds. */
  readonly kept?: Kept;
  /** Falls back to bases of Debian packages where a registry can't be reached. */
  readonly bases?: {
    /** Gets ready to build; answers the names of the images that are here. */
    present(): Promise<{ has(address: string): boolean }>;
    /** Where the last build's came from, and when. */
    remembered(): { from: BasesFrom; at: number } | undefined;
    remember(from: BasesFrom): Promise<void>;
  };
  /** Looks at what an image starts. */
  readonly starting?: Starting<Image>;
  /** Runs images as they would run elsewhere. */
  readonly running?: Running<Image>;
  /** Why stages for another platform can't run here. @throws a `Failure` (exit 2). */
  refuseForeign?(service: Microservice, platform: string, from: BasesFrom): void;
  /** How long builds took before, so that slow ones start first. */
  readonly history?: {
    expected(services: Microservice[]): Promise<(number | undefined)[]>;
    remember(results: ServiceResult[]): Promise<void>;
  };
  /** What runs built, where there is no version control to compare with. */
  readonly lastRun?: { read(): Promise<LastRun>; write(run: LastRun): Promise<void> };
  /** Keeps a release on this machine, too. */
  keepRelease?(destination: Destination, release: KnownRelease): Promise<void>;
  /** Directory below the source root that the caller stands in: its service is meant where none is named. */
  readonly standing?: string;
  /** Flags and values with which the caller opened it, for a command that does one service again. */
  readonly flags?: [string, string][];
  /** How its caller gives a command; `./daggerw call …` by default. */
  command?(words: string): string;
}

/** What can be made again. */
export interface Kept {
  /** Where it lies, for people. */
  place: string;
  list(): Promise<Held[]>;
  /** Removes some; answers the names of those that are in use. */
  remove(goes: Held[], stays: Held[]): Promise<string[]>;
}

/** An image that builds start from. */
export interface Parent {
  kind: ParentKind;
  /** Of its entry in the shared cache. */
  key: string;
  /** By which builds name it once it is here. */
  address: string;
  /** The plan that starts from it; of dependencies, the one that ends in them. */
  planned: PlannedService;
  /** What it is called, where it is a base. */
  base?: PlannedBase;
}

/** Images that builds start from, as an engine has them. */
export interface Parents {
  /** They are taken only where the caller says something of the cache: asking for them costs every build. */
  readonly onRequest?: boolean;
  /** Where packages of bases come from, where that isn't Debian's own archive. */
  readonly mirror?: string;
  /** Whether it is here: `taken` from a registry under its address, or `made` by a build, whose builder has its steps. */
  has(parent: Parent): Promise<"taken" | "made" | undefined>;
  /** Takes it over from a registry; answers by which address builds start from it. @throws where it isn't there, whole. */
  take(parent: Parent, remote: RemoteImage): Promise<string>;
  /** Remembers that a build here made it. */
  made(parent: Parent): Promise<void>;
  /** Uploads what this machine made, under a tag; answers the digest of its manifest. */
  upload(parent: Parent, repository: string, tag: string): Promise<string>;
}

/** An image that is looked at before it counts as built. */
export interface Starting<Image> {
  /** What came of it before, with this very image. */
  known(image: Image): Promise<StartCheck | undefined>;
  remember(image: Image, check: StartCheck): Promise<void>;
  /** Lends what it starts and what lies in it; nothing of it runs. */
  look<T>(image: Image, use: (opened: OpenedImage) => Promise<T>): Promise<T>;
  /** Starts it for a moment, confined and without network; undefined where nothing here can. */
  attempt?(image: Image, start: Start, patience: Patience): Promise<Attempt | undefined>;
}

export interface OpenedImage {
  config: ImageConfig;
  files(): Promise<ImageFiles>;
}

/**
 * Images run as user 65532 or their own, without capabilities, on a root that can't be written to, on this machine's
 * network. They learn their port from `PORT`.
 */
export interface Running<Image> {
  /**
   * Starts an image and waits until it listens.
   *
   * @throws a `Failure` (1) with what it printed where it ends or doesn't listen in time; (2) where nothing here starts images.
   */
  start(image: Image, how: { port?: number; patience: number }): Promise<StartedImage>;
  /** Runs it on this terminal, signals passed on; answers its exit code. */
  foreground(image: Image, how: { port?: number; variables: Record<string, string> }): Promise<number>;
}

export interface StartedImage {
  /** The last lines of what it printed. */
  lines(): string[];
  /** @throws an `Error` that says why there is no answer. */
  ask(expectation: Expectation): Promise<Answer>;
  stop(): Promise<void>;
}

/** What differs from a commit. */
export interface Changes {
  /** Paths relative to the source root: both names of renamed files, those of removed ones. */
  paths: string[];
  /** The source root as it was; read only where something differs. */
  before(): Promise<Snapshot>;
}

/** What a build left. */
export interface Built<Image> {
  image: Image;
  /** What the last stage's steps printed; asked only where it is the result. */
  output(): Promise<string>;
  /** How the stages went, where the engine knows. */
  stages?: StageTiming[];
  /** Name and tag on this machine. */
  reference?: string;
  key?: string;
}

/** A finished image that a registry has. */
export interface RemoteImage {
  /** `HOST/PREFIX/NAME` */
  repository: string;
  /** Of the manifest by which the registry has it. */
  digest: string;
  /** The image's own manifest, as it was built. */
  manifest: ImageManifest;
  /** Of that. */
  image: EntryImage;
  key: string;
}

export interface RegistryOptions {
  /** Longest wait for one request that moves no layers, milliseconds. */
  timeout?: number;
  /** Bases come from anywhere: the account that the caller named is for where images go, and nobody else's. */
  asNobody?: boolean;
  /** Ends what is under way. */
  signal?: AbortSignal;
}

/** What is known of an image's size and layers. */
export interface Measured {
  /** Uncompressed bytes of all layers. */
  sizeBytes: number;
  compressedBytes?: number;
  digest?: string;
  layers?: LayerSize[];
}

/** Keys of what was built, by environment and service. */
export type LastRun = Record<string, Record<string, string>>;

/** Says what is going on; results come elsewhere. */
export interface Progress {
  note(text: string): void;
  queued(service: string): void;
  started(service: string): void;
  ended(service: string, result: Pick<ServiceResult, "status">): void;
  /** Nothing more will come. */
  done(): void;
}

/** For engines that show by themselves what they do. */
export const SILENT: Progress = { note() {}, queued() {}, started() {}, ended() {}, done() {} };
