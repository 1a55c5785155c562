import type { Built, Measured } from "../engine.ts";
import { asFailure, EXIT, type Failure } from "../failure.ts";
import { join } from "../files/paths.ts";
import type { Microservice } from "../microservice.ts";
import type { PlannedService } from "../pipeline/plan.ts";
import { unbudgeted } from "../policies/budget.ts";
import { missingPackages } from "../report/missing-packages.ts";
import type { CacheHit, ServiceError, ServiceResult } from "../report/result.ts";

/** What a result says of its service, however it went. */
function identity({ name, path, language, version }: Microservice) {
  return { name, path, language, version };
}

/** A service that was looked at, and not built. */
export function plannedResult(service: Microservice, more: Partial<ServiceResult> = {}): ServiceResult {
  return { ...identity(service), status: "planned", ...more };
}

/** A service that something kept from being built before any step ran, or a step that failed. */
export function failedResult(service: Microservice, error: unknown, more: Partial<ServiceResult> = {}) {
  const failed: ServiceResult = { ...identity(service), status: "failed", ...more };
  return { ...failed, error: errorOf(service, asFailure(error)) };
}

/** A service whose turn never came, or that nobody asked for and nothing can be said of. */
export function skippedResult(service: Microservice, reason: string | Failure): ServiceResult {
  const { name } = service;
  const error =
    typeof reason === "string"
      ? { message: `${name}: skipped: ${reason}`, exitCode: EXIT.service, lines: [] }
      : errorOf(service, reason);
  return { ...identity(service), status: "skipped", error };
}

/** Whether a service is there, made now or before. */
export function isDone({ status }: ServiceResult): boolean {
  return status === "built" || status === "cached";
}

/** What is told of what a build left, wherever that was. */
export interface Told extends Omit<Built<unknown>, "image" | "output"> {
  cache?: CacheHit;
}

/** A service that was built. */
export function builtResult(
  { service, environment, stage }: PlannedService,
  { stages, reference, key, cache }: Told,
  durationMs: number,
  measured?: Measured,
): ServiceResult {
  const image = stage === "runtime" ? { budgetBytes: service.budgetBytes, tags: [environment] } : {};
  const large = measured && unbudgeted(service, measured);
  return {
    ...identity(service),
    environment,
    key,
    status: stages?.every(({ cached }) => cached) ? "cached" : "built",
    reference,
    ...measured,
    ...image,
    ...(large && { warnings: [large] }),
    durationMs,
    stages,
    ...(cache && { cache }),
    error: null,
  };
}

function errorOf(service: Microservice, { message, exitCode, lines, next }: Failure): ServiceError {
  const { name } = service;
  const text = message.startsWith(`${name}:`) ? message : `${name}: ${message}`;
  const hints = [exitCode === EXIT.service && mendingPackages(service, lines), next].filter(Boolean);
  return { message: text, exitCode, lines, next: hints.length ? hints.join("; or ") : undefined };
}

/** What a step missed that a line of the descriptor brings; a service's own Dockerfile installs what it needs. */
function mendingPackages({ path, language }: Microservice, lines: string[]): string | undefined {
  const packages = language === "dockerfile" ? undefined : missingPackages(lines);
  return packages && `say \`${packages}\` in ${join(path, "service.yaml")}`;
}
