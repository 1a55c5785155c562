import { describe, expect, it } from "vitest";
import { Snapshot } from "../../../../../src/files/snapshot.ts";
import { gradleOf } from "../../../../../src/languages/java/gradle/project.ts";
import { gradleStart } from "../../../../../src/languages/java/gradle/start.ts";

/** What starts: a path, or what it is instead. */
function startOf(files: Record<string, string>, directory = "."): string {
  const project = gradleOf(Snapshot.of(files).under(directory));
  const start = project && gradleStart(project);
  if (start?.kind === "file") return start.path;
  return start ? start.kind : "nothing";
}

const kts = (text: string, more: Record<string, string> = {}) =>
  startOf({ "settings.gradle.kts": 'rootProject.name = "shop"\n', "build.gradle.kts": text, ...more });
const plugins = (...ids: string[]) => `plugins {\n${ids.map((id) => `  ${id}`).join("\n")}\n}\n`;
const BOOT = plugins('id("org.springframework.boot") version "3.3.5"');

describe("what a Gradle project starts", () => {
  it.each([
    ["Spring Boot", `${BOOT}version = "1.0"\n`, "build/libs/shop-1.0.jar"],
    [
      "its jar's own file",
      `${BOOT}tasks.bootJar {\n  archiveFileName.set("app.jar")\n}\n`,
      "build/libs/app.jar",
    ],
    [
      "its jar's own parts",
      `${BOOT}version = "1.0"\ntasks.named<BootJar>("bootJar") {\n  archiveBaseName.set("a")\n  archiveVersion.set("")\n  archiveClassifier = "exec"\n}\n`,
      "build/libs/a-exec.jar",
    ],
    ["all archives' name", `${BOOT}base { archivesName.set("gate") }\n`, "build/libs/gate.jar"],
    ["a library among services", `${BOOT}tasks.bootJar { enabled = false }\n`, "library"],
    ["a war that runs by itself", plugins("war", 'id("org.springframework.boot")'), "build/libs/shop.war"],
    ["a war", plugins("war"), "refused"],
    ["a plugin that is not applied", plugins('id("org.springframework.boot") apply false'), "library"],
    [
      "shadow",
      `${plugins('id("com.gradleup.shadow") version "8.3.5"')}version = "2"\n`,
      "build/libs/shop-2-all.jar",
    ],
    [
      "shadow without its classifier",
      `${plugins('id("com.github.johnrengelman.shadow")')}tasks.shadowJar { archiveClassifier.set("") }\n`,
      "build/libs/shop.jar",
    ],
    ["Ktor", plugins('kotlin("jvm")', 'id("io.ktor.plugin")'), "build/libs/shop-all.jar"],
    ["the application plugin", plugins("application"), "build/install/shop"],
    [
      "an application's own name",
      `${plugins("application")}application { applicationName = "run" }\n`,
      "build/install/run",
    ],
    ["Quarkus", plugins('id("io.quarkus")'), "build/quarkus-app/quarkus-run.jar"],
    [
      "a manifest",
      `${plugins("java")}tasks.jar {\n  manifest { attributes["Main-Class"] = "a.B" }\n}\n`,
      "build/libs/shop.jar",
    ],
    [
      "a manifest whose libraries nobody brings",
      `${plugins("java")}dependencies { implementation("x:y:1") }\ntasks.jar { manifest { attributes["Main-Class"] = "a.B" } }\n`,
      "open",
    ],
    ["a library", plugins("`java-library`"), "library"],
  ])("%s", (_what, text, expected) => expect(kts(text)).toBe(expected));

  it("a class that nothing starts is refused with the lines that start it", () => {
    const files = {
      "build.gradle": "plugins {\n  id 'java'\n}\n",
      "src/main/java/a/Main.java": "package a;\nclass Main { public static void main(String[] a) {} }\n",
    };
    const project = gradleOf(Snapshot.of(files));
    expect(project && gradleStart(project)).toEqual({
      kind: "refused",
      message: "nothing that it builds starts a.Main",
      hint: 'add to it: plugins { id("application") } and application { mainClass = "a.Main" }',
      line: 1,
    });
  });

  it("Quarkus in one jar", () => {
    const files = { "src/main/resources/application.properties": "quarkus.package.jar.type=uber-jar\n" };
    expect(kts(`${plugins('id("io.quarkus")')}version = "3"\n`, files)).toBe("build/shop-3-runner.jar");
  });

  it.each([
    ["libs.plugins.spring.boot", "libs", 'spring-boot = { id = "org.springframework.boot", version = "3" }'],
    ["libs.plugins.springBoot", "libs", 'springBoot = "org.springframework.boot:3.3.5"'],
    ["deps.plugins.boot", "deps", 'boot = { id = "org.springframework.boot", version.ref = "x" }'],
  ])("a version catalog's %s", (alias, catalog, line) => {
    const files = { [`gradle/${catalog}.versions.toml`]: `[versions]\nx = "3"\n[plugins]\n${line}\n` };
    expect(kts(plugins(`alias(${alias})`), files)).toBe("build/libs/shop.jar");
  });

  it("a plugin of the repository's own, which applies another", () => {
    const files = { "buildSrc/src/main/kotlin/acme.service.gradle.kts": plugins("application") };
    expect(kts(plugins('id("acme.service")'), files)).toBe("build/install/shop");
  });

  it("what a root says of all projects, with a version of gradle.properties", () => {
    const files = {
      "settings.gradle": "include 'app'\n",
      "build.gradle": "subprojects {\n  apply plugin: 'org.springframework.boot'\n}\n",
      "gradle.properties": "version=1.2.3\n",
      "app/build.gradle": "",
    };
    expect(startOf(files, "app")).toBe("build/libs/app-1.2.3.jar");
    const named = {
      ...files,
      "build.gradle": "subprojects {\n  apply plugin: 'application'\n  version = '9'\n}\n",
    };
    expect(startOf(named, "app")).toBe("build/install/app");
  });

  it("a project that its settings put elsewhere", () => {
    const files = {
      "settings.gradle": "include ':shop-api'\nproject(':shop-api').projectDir = file('services/api')\n",
      "services/api/build.gradle": "plugins {\n  id 'org.springframework.boot'\n}\n",
    };
    expect(startOf(files, "services/api")).toBe("build/libs/shop-api.jar");
  });
});
