import { isListOf, isObject, isText } from "../untrusted-json.ts";

/**
 * What every command that handles services prints with `--json`: the contract for callers, also
 * published as `result.schema.json`. Fields that don't apply are absent.
 */
export interface RunResult {
  services: ServiceResult[];
  /** What could have been taken for a service and isn't one, where that was asked for. */
  passedOver?: { directory: string; reason: string }[];
  /** The run as a whole, where several services were handled. */
  run?: RunFigures;
  /** What a publish, a promotion or a rollback made of an environment. */
  release?: ReleaseSummary;
}

/** Whether a value is one, as far as those who go on with it need it to be. */
export function isRunResult(value: unknown): value is RunResult {
  return isObject(value) && isListOf(value.services, isServiceResult);
}

function isServiceResult(value: unknown): value is ServiceResult {
  return isObject(value) && isText(value.name) && isText(value.status);
}

export interface ReleaseSummary {
  environment: string;
  /** Counts up in each environment. */
  number: number;
  /** Under which the registry keeps it. */
  digest: string;
}

export interface RunFigures {
  /** Wall time. */
  durationMs: number;
  /** Most services that were allowed at once. */
  concurrency: number;
  /** Most that there ever were. */
  observedConcurrency: number;
  /** Services that came from a cache as a whole. */
  cacheHits: number;
}

export type Status = "planned" | "built" | "cached" | "failed" | "skipped";

export interface ServiceResult {
  name: string;
  /** Directory relative to the source root. */
  path: string;
  language: string;
  version?: string;
  environment?: string;
  status: Status;
  /** Name and tag by which the machine knows the image. */
  reference?: string;
  /** Digest of the image's manifest. */
  digest?: string;
  /** Uncompressed bytes of all layers. */
  sizeBytes?: number;
  /** Compressed bytes of all layers. */
  compressedBytes?: number;
  /** Largest image allowed, uncompressed bytes; absent where any is. */
  budgetBytes?: number;
  durationMs?: number;
  stages?: StageTiming[];
  layers?: LayerSize[];
  /** What the image starts, in a plan. */
  command?: string[];
  /** Changes exactly when the result may. */
  key?: string;
  tags?: string[];
  /** Whether a cache had it as a whole, where a shared cache is used. */
  cache?: CacheHit;
  /** What was detected, and from what. */
  facts?: { field: string; value: string; from: string }[];
  /** What may not work as it is, and what mends it. */
  warnings?: string[];
  /** Its tests one by one, where its reporter is known and told of them. */
  tests?: ServiceTests;
  /** Whether the image can start, as far as that was looked at. */
  start?: StartCheck;
  /** Requests that the started image answered as its service expects; 0 where it only had to listen. */
  answers?: number;
  /** Why a change concerns the service. */
  reason?: string;
  error?: ServiceError | null;
}

/** Tests of a service, as its own reporter told of them. */
export interface ServiceTests {
  cases: TestResult[];
  /** How many more there are than are told; those that failed come first. */
  leftOut?: number;
}

export type TestStatus = "passed" | "failed" | "skipped";

export interface TestResult {
  /** File, class or package that it is in. */
  group?: string;
  /** `test 3` where the reporter counts tests and doesn't name them. */
  name: string;
  status: TestStatus;
  durationMs?: number;
  /** Why it failed or was skipped. */
  message?: string;
}

/** What came of looking whether an image can start; one that can't fails. */
export interface StartCheck {
  /** It was started for a moment, its files alone were looked at, it starts nothing, or nobody looked. */
  how: "started" | "files" | "nothing" | "skipped";
  /** In words: `it listens after 0.2 s`. */
  said: string;
  /** What may fail later. */
  warnings: string[];
}

export interface CacheHit {
  hit: boolean;
  /** HOST/PREFIX of the shared cache, or `this machine`. */
  from?: string;
}

export interface StageTiming {
  name: string;
  base: string;
  cached?: boolean;
  durationMs?: number;
}

export interface LayerSize {
  digest: string;
  diffId: string;
  sizeBytes: number;
  compressedBytes: number;
  createdBy: string;
}

/** Why a service failed, and how to see it again. */
export interface ServiceError {
  message: string;
  /** Exit code that this failure alone would end with: 1, 2, 3 or 75. */
  exitCode: number;
  /** The last lines of what failed. */
  lines: string[];
  /** One command that reproduces it or opens a shell just before it. */
  next?: string;
  /** The command that does this one service again. */
  reproduce?: string;
}
