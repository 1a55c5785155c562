import { describe, expect, it } from "vitest";
import { recordingKit } from "../../../src/dockerfile/kit.ts";
import { dockerfileStages } from "../../../src/dockerfile/stages.ts";
import { MODULES, withJava } from "../../../src/languages/jvm.ts";
import type { Microservice } from "../../../src/microservice.ts";

const service = (name: string, buildArguments = {}) =>
  ({ name, path: name, version: "17", secrets: [], buildArguments }) as unknown as Microservice;

/** What the stage that makes the Java runtime says. */
function runtimeOf(said: Microservice): string {
  const image = withJava(
    recordingKit(said, (base) => base),
    said,
    MODULES,
  ).named("runtime");
  const stage = dockerfileStages(image, []).find(({ name }) => name === "jre");
  return [stage?.base, ...(stage?.instructions ?? [])].join("\n");
}

describe("withJava", () => {
  it("makes one runtime for all services of a module set: nothing of the service is in it", () => {
    expect(runtimeOf(service("one", { OTHER: "1" }))).toBe(runtimeOf(service("other")));
  });

  it("takes the modules that a service names", () => {
    expect(runtimeOf(service("one", { JAVA_MODULES: "java.base" }))).toContain("--add-modules java.base ");
  });
});
