import { describe, expect, it } from "vitest";
import { recordingKit } from "../../../../src/dockerfile/kit.ts";
import { dockerfileStages } from "../../../../src/dockerfile/stages.ts";
import { withJava } from "../../../../src/languages/java/jre.ts";
import type { Microservice } from "../../../../src/microservice.ts";

const service = (name: string, buildArguments = {}) =>
  ({
    name,
    path: name,
    version: "17",
    secrets: [],
    packages: { build: [], runtime: [] },
    buildArguments,
  }) as unknown as Microservice;

/** What the stage that makes the Java runtime says. */
function runtimeOf(said: Microservice): string {
  const kit = recordingKit(said, (base) => base);
  const stage = dockerfileStages(withJava(kit, said).named("runtime"), []).find(({ name }) => name === "jre");
  return [stage?.base, ...(stage?.instructions ?? [])].join("\n");
}

describe("withJava", () => {
  it("makes one runtime for all services: nothing of the service is in it", () => {
    expect(runtimeOf(service("one", { OTHER: "1" }))).toBe(runtimeOf(service("other")));
    expect(runtimeOf(service("one"))).toContain("java.desktop");
  });

  it("takes the modules that a service names, in whatever order", () => {
    const named = runtimeOf(service("one", { JAVA_MODULES: "java.sql, java.base" }));
    expect(named).toContain("--add-modules java.base,java.sql ");
    expect(named).toBe(runtimeOf(service("other", { JAVA_MODULES: "java.base,java.sql,java.base" })));
  });

  it("leaves a named module whole: who names java.desktop wants to draw", () => {
    expect(runtimeOf(service("one", { JAVA_MODULES: "java.desktop" }))).not.toMatch(/swing|desktop\/lib/);
  });

  it("leaves the locales of those who name them", () => {
    const [, pattern = ""] = /resources='regex:([^']+)'/.exec(runtimeOf(service("one"))) ?? [];
    const isLeftOut = (path: string) => new RegExp(`^${pattern}$`).test(path);
    expect(isLeftOut("/java.base/sun/launcher/resources/launcher_de.class")).toBe(true);
    expect(isLeftOut("/java.base/sun/launcher/resources/launcher.class")).toBe(false);
    expect(isLeftOut("/jdk.localedata/sun/text/resources/ext/FormatData_de.class")).toBe(false);
  });
});
