import type { Failure } from "../failure.ts";
import type { RunResult, ServiceError, ServiceResult } from "../report/result.ts";
import type { Published } from "./publish.ts";

/** A run's result with what became of its images in the registry. */
export function withPublished(
  result: RunResult,
  { images, failed, release }: Omit<Published, "uploaded">,
): RunResult {
  const services = result.services.map((service): ServiceResult => {
    const image = images.find((one) => one.service === service.name);
    const failure = failed.find((one) => one.service === service.name)?.failure;
    if (failure) return failedWith(service, { ...failure, message: failure.message });
    if (!image) return service;
    const { repository, digest, tags } = image;
    return {
      ...service,
      digest,
      reference: `${repository}@${digest}`,
      tags: [...tags.immutable, ...tags.moving],
    };
  });
  if (!release) return { ...result, services };
  const { environment, number } = release.release;
  return { ...result, services, release: { environment, number, digest: release.digest } };
}

/** The same where the publish failed as a whole: no image that was built is published. */
export function unpublished(result: RunResult, { message, exitCode, lines, next }: Failure): RunResult {
  const services = result.services.map((service): ServiceResult => {
    if (service.status !== "built" && service.status !== "cached") return service;
    const error = { message: `${service.name}: not published: ${message}`, exitCode, lines, next };
    return failedWith(service, error);
  });
  return { ...result, services };
}

/** What was built isn't there for others: neither reports nor scripts may name it. */
function failedWith({ digest, reference, ...service }: ServiceResult, error: ServiceError): ServiceResult {
  return { ...service, status: "failed", error };
}
