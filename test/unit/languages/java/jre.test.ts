import { describe, expect, it } from "vitest";
import { recordingKit } from "../../../../src/dockerfile/recording-kit.ts";
import { dockerfileStages } from "../../../../src/dockerfile/stages.ts";
import { withJava } from "../../../../src/languages/java/jre.ts";
import { NEEDS_DIRECTORY } from "../../../../src/languages/java/needs.ts";
import type { Microservice } from "../../../../src/microservice.ts";

const service = (name: string, buildArguments = {}, version = "17") => {
  const packages = { build: [], runtime: [] };
  return { name, path: name, version, secrets: [], buildArguments, packages } as unknown as Microservice;
};

/** The stages of an image, by name. */
function stagesOf(said: Microservice): Map<string, string> {
  const kit = recordingKit(said, (base, version) => `${base}:${version}`);
  const packaged = kit.named("package", kit.from("jdk", said.version));
  const image = withJava(kit, said, packaged.directory(NEEDS_DIRECTORY)).named("runtime");
  const stages = dockerfileStages(image);
  return new Map(stages.map(({ name, base, instructions }) => [name, [base, ...instructions].join("\n")]));
}

const runtimeOf = (said: Microservice) => stagesOf(said).get("jre") ?? "";

describe("withJava", () => {
  it("makes one runtime for all services whose classes name the same: nothing else of the service is in it", () => {
    expect(runtimeOf(service("one", { OTHER: "1" }))).toBe(runtimeOf(service("other")));
    expect(runtimeOf(service("one"))).toContain("COPY --from=package /needs/ /needs/");
    expect(runtimeOf(service("one"))).toContain("java.desktop");
  });

  it("takes the modules that a service names, in whatever order, and asks no class", () => {
    const named = runtimeOf(service("one", { JAVA_MODULES: "java.sql, java.base" }));
    expect(named).toContain("--add-modules java.base,java.sql ");
    expect(named).not.toContain(NEEDS_DIRECTORY);
    expect(named).toBe(runtimeOf(service("other", { JAVA_MODULES: "java.base,java.sql,java.base" })));
  });

  it("leaves a named module whole: who names java.desktop wants to draw, and needs the system's libraries", () => {
    const named = runtimeOf(service("one", { JAVA_MODULES: "java.desktop" }));
    expect(named).not.toMatch(/swing|exclude-files/);
    expect(named).toContain("libfontconfig");
    expect(runtimeOf(service("one", { JAVA_MODULES: "java.sql" }))).not.toContain("libfontconfig");
  });

  it("leaves the locales of those who name them", () => {
    const [, pattern = ""] = /resources="regex:([^"$]+)/.exec(runtimeOf(service("one"))) ?? [];
    const isLeftOut = (path: string) => new RegExp(`^${pattern}$`).test(path);
    expect(isLeftOut("/java.base/sun/launcher/resources/launcher_de.class")).toBe(true);
    expect(isLeftOut("/java.base/sun/launcher/resources/launcher.class")).toBe(false);
    expect(isLeftOut("/jdk.localedata/sun/text/resources/ext/FormatData_de.class")).toBe(false);
  });

  it("lies on the C library that the JDK is linked to", () => {
    const image = (version: string) => stagesOf(service("one", {}, version)).get("runtime") ?? "";
    expect(image("17")).toMatch(/^cc:undefined\n/);
    expect(image("21")).toMatch(/^cc:13\n/);
  });
});
