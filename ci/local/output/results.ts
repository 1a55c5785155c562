import type { Microservice } from "../../../src/microservice.ts";
import type { PlannedService } from "../../../src/pipeline/plan.ts";
import type { Failure } from "../../../src/report/failure.ts";
import type { ServiceResult } from "../../../src/report/result.ts";
import type { BuildResult } from "../builders/builder.ts";
import { asFailure } from "./ending.ts";

/** Does the work for one service; whatever fails becomes part of the result, so that it hides no other's. */
export async function attempt(
  planned: PlannedService,
  work: () => Promise<ServiceResult>,
): Promise<ServiceResult> {
  const begun = Date.now();
  try {
    return await work();
  } catch (error) {
    const { message, exitCode, lines, next } = asFailure(error);
    const text = message.startsWith(`${planned.service.name}:`)
      ? message
      : `${planned.service.name}: ${message}`;
    return {
      ...identity(planned),
      status: "failed",
      durationMs: Date.now() - begun,
      error: { message: text, exitCode, lines, next },
    };
  }
}

/** A service that can't be planned: what is wrong was found before any step ran. */
export function unplanned({ name, path, language, version }: Microservice, failure: Failure): ServiceResult {
  const { exitCode, lines, next, message } = failure;
  return {
    name,
    path,
    language,
    version,
    status: "failed",
    error: { message: `${name}: ${message}`, exitCode, lines, next },
  };
}

/** Name and tag on this machine: `localhost/api:development`, `localhost/api:development-linux-arm64`. */
export function referenceOf({ service, environment, stage, platform }: PlannedService): string {
  const differences = [stage === "runtime" ? undefined : stage, platform?.replaceAll("/", "-")];
  return `localhost/${service.name}:${[environment, ...differences].filter(Boolean).join("-")}`;
}

/** The result of a build that ends before the image. */
export function stageResult(planned: PlannedService, { stages }: BuildResult): ServiceResult {
  return {
    ...identity(planned),
    status: stages.every(({ cached }) => cached) ? "cached" : "built",
    reference: referenceOf(planned),
    durationMs: stages.reduce((sum, stage) => sum + stage.durationMs, 0),
    stages,
    error: null,
  };
}

/** What a result says of its service, however it went. */
export function identity({ service, environment, key }: PlannedService) {
  const { name, path, language, version } = service;
  return { name, path, language, version, environment, key };
}
