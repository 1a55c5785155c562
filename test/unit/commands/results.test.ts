import { describe, expect, it } from "vitest";
import { failedResult } from "../../../src/commands/results.ts";
import { Failure } from "../../../src/failure.ts";
import type { Microservice } from "../../../src/microservice.ts";

const service = { name: "api", path: "services/api", language: "python" } as Microservice;
const missed = new Failure("stage dependencies: RUN pip install failed", {
  lines: ["fatal error: libpq-fe.h: No such file or directory"],
  next: "buildah run -t x -- sh",
});

describe("a step that missed a library", () => {
  it("is told the line that brings it", () => {
    expect(failedResult(service, missed).error.next).toBe(
      "say `packages: { build: [libpq-dev], runtime: [libpq5] }` in services/api/service.yaml; or buildah run -t x -- sh",
    );
  });

  it("but not where the service's own Dockerfile builds it", () => {
    expect(failedResult({ ...service, language: "dockerfile" }, missed).error.next).toBe(missed.next);
  });
});
