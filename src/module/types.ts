import { func, object } from "@dagger.io/dagger";
import { factLines } from "../report/listing.ts";
import type { ServiceResult } from "../report/result.ts";

/** Where bases come from */
export enum BaseOrigin {
  /** Public images, as bases.yaml names them */
  Registry = "registry",
  /** Images made of Debian packages */
  Debian = "debian",
}

/** The stage that a build ends in */
export enum EndStage {
  Dependencies = "dependencies",
  Build = "build",
  Test = "test",
  Lint = "lint",
  Package = "package",
  Artifact = "artifact",
  Runtime = "runtime",
}

/** What of the shared cache is used */
export enum CacheMode {
  /** Take from it what it has */
  Read = "read",
  /** Put there, too, what it hasn't */
  Write = "write",
  /** Ask nothing of it */
  Off = "off",
}

/** Whose pipelines parts of a run are for */
export enum PipelineForm {
  Github = "github",
  Gitlab = "gitlab",
}

/** A service of the repository, and what was detected from what */
@object()
export class ServiceInfo {
  /** Unique in the repository */
  @func()
  name!: string;

  /** Directory relative to the source root */
  @func()
  path!: string;

  /** Name of its language */
  @func()
  language!: string;

  /** Version of the language; empty where the base decides */
  @func()
  version!: string;

  /** What was detected, a line each: `version 1.26, from go.mod:3` */
  @func()
  facts!: string[];
}

/** What would be built for one service */
@object()
export class PlannedImage {
  /** The service's name */
  @func()
  name!: string;

  /** Directory relative to the source root */
  @func()
  path!: string;

  /** Name of its language */
  @func()
  language!: string;

  /** The environment that it would be built for */
  @func()
  environment!: string;

  /** Stages in build order, each with its base: `build from golang:1.26` */
  @func()
  stages!: string[];

  /** Changes exactly when the result may */
  @func()
  key!: string;

  /** Tags that a publish would give */
  @func()
  tags!: string[];
}

export function serviceInfo(result: ServiceResult): ServiceInfo {
  const { name, path, language, version = "" } = result;
  return Object.assign(new ServiceInfo(), { name, path, language, version, facts: factLines(result) });
}

export function plannedImage(result: ServiceResult): PlannedImage {
  const { name, path, language, environment, key, tags, stages = [] } = result;
  const texts = stages.map((stage) => `${stage.name} from ${stage.base}`);
  return Object.assign(new PlannedImage(), { name, path, language, environment, key, tags, stages: texts });
}

/** A service that a change may have an effect on */
@object()
export class AffectedService {
  /** The service's name */
  @func()
  name!: string;

  /** Why: `services/api/main.go changed` */
  @func()
  reason!: string;
}

export function affectedService({ name, reason }: ServiceResult): AffectedService {
  return Object.assign(new AffectedService(), { name, reason });
}
