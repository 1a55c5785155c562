import type { ServiceResult } from "../../../src/report/result.ts";

/** A service that was built in Go, or what else is said of it. */
export function service(name: string, more: Partial<ServiceResult>): ServiceResult {
  return {
    name,
    path: `services/${name}`,
    language: "go",
    status: "built",
    durationMs: 1500,
    error: null,
    ...more,
  };
}
