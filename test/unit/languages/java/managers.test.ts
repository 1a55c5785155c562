import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { javaManager } from "../../../../src/languages/java/managers.ts";
import type { Microservice } from "../../../../src/microservice.ts";

const service = (packageManager: string, more = {}) =>
  ({ name: "shop", path: "services/shop", packageManager, ...more }) as Microservice;

/** Runs a manager's download with a tool that prints these lines. */
function resolving(packageManager: string, lines: string[], exitCode = 0) {
  const tools = mkdtempSync(join(tmpdir(), "multistage-tools-"));
  const tool = `#!/bin/sh\ncat <<'EOF'\n${lines.join("\n")}\nEOF\nprintf "\\033[0m"\nexit ${exitCode}\n`;
  for (const name of ["mvn", "gradle"]) writeFileSync(join(tools, name), tool, { mode: 0o755 });
  const ended = run(javaManager(service(packageManager)).resolve, tools);
  rmSync(tools, { recursive: true });
  return ended;
}

function run(command: string, tools: string) {
  const env = { PATH: `${tools}:${process.env.PATH}` };
  return spawnSync("sh", ["-c", command], { env, encoding: "utf8", cwd: tools });
}

const REACTOR = [
  "[INFO] ---------------------< com.acme:api >---------------------",
  "[INFO] --------------------< com.acme:server >-------------------",
];

describe("Maven's downloads", () => {
  it.each([
    [
      "a dependency that is nowhere",
      "[ERROR] Failed to execute goal on project server: Could not resolve dependencies for project com.acme:server:jar:1: The following artifacts could not be resolved: com.acme:api:jar:1, com.google.code.gson:gson:jar:99: Could not find artifact com.acme:api:jar:1 in central (https://repo.example/maven2) -> [Help 1]",
    ],
    [
      "a plugin that is nowhere",
      "[ERROR] Plugin com.acme:none-maven-plugin:1 or one of its dependencies could not be resolved: Could not find artifact com.acme:none-maven-plugin:jar:1 in central (https://repo.example/maven2) -> [Help 1]",
    ],
    [
      "a network that failed",
      "[ERROR] Failed to execute goal on project api: Could not resolve dependencies for project com.acme:api:jar:1: Failed to collect dependencies at org.slf4j:slf4j-api:jar:2.0.17: Failed to read artifact descriptor for org.slf4j:slf4j-api:jar:2.0.17: Could not transfer artifact org.slf4j:slf4j-api:pom:2.0.17 from/to central (https://repo.example/maven2): Connection refused -> [Help 1]",
    ],
    [
      "a parent that is nowhere",
      "[FATAL] Non-resolvable parent POM for com.acme:api:1: Could not find artifact com.acme:parent:pom:1 in central (https://repo.example/maven2)",
    ],
    ["a module that is not there", "[ERROR] The build could not read 1 project -> [Help 1]"],
  ])("%s fails the step, and is said last", (_what, line) => {
    const { status, stdout } = resolving("maven", [...REACTOR, line]);
    expect(status).toBe(1);
    expect(stdout.trimEnd().split("\n").slice(-2)).toEqual(["Not all could be downloaded:", line]);
  });

  it.each([
    [
      "a check of what isn't there yet",
      "[ERROR] Failed to execute goal com.acme:check:1:check (default) on project api: no sources -> [Help 1]",
    ],
    [
      "a module that such a check kept from being built",
      "[ERROR] Failed to execute goal on project server: Could not resolve dependencies for project com.acme:server:jar:1: The following artifacts could not be resolved: com.acme:api:jar:1: Could not find artifact com.acme:api:jar:1 in central (https://repo.example/maven2) -> [Help 1]",
    ],
    [
      "a warning",
      "[WARNING] Could not transfer metadata com.acme:x/maven-metadata.xml from/to central (https://repo.example/maven2)",
    ],
  ])("%s does not", (_what, line) => {
    const { status, stdout } = resolving("maven", [...REACTOR, line]);
    expect(stdout.split("\n").slice(0, 3)).toEqual([...REACTOR, line]);
    expect(status).toBe(0);
  });

  it("a tool that stops on its way fails the step, and so does one that is not there", () => {
    expect(resolving("maven", [...REACTOR, "java.lang.OutOfMemoryError"], 1).status).toBe(1);
    const { status, stdout } = run(javaManager(service("maven")).resolve.replace("mvn", "no-such-mvn"), "/");
    expect([status, stdout]).toEqual([1, expect.stringContaining("not found")]);
  });
});

describe("Gradle's downloads", () => {
  it.each([
    ["> Could not resolve com.google.code.gson:gson:99.", 1],
    ["   > Could not GET 'https://repo.example/maven2/x.pom'.", 1],
    ["Could not find com.acme:none:1.", 1],
    ["Execution failed for task ':check'.", 0],
    ["Could not find method shadow() for arguments", 0],
  ])("%s: %i", (line, status) => {
    expect(resolving("gradle", [line, "BUILD FAILED in 1s"], 1).status).toBe(status);
  });

  it("a wrapper that can't download its Gradle fails the step", () => {
    const line = 'Exception in thread "main" java.net.ConnectException: Connection refused';
    expect(resolving("gradle", [line], 1).status).toBe(1);
  });
});

describe("javaManager", () => {
  it("takes the manifests of all modules", () => {
    expect(javaManager(service("maven")).manifests).toContain("**/pom.xml");
    expect(javaManager(service("gradle")).manifests).toContain("**/*.gradle.kts");
  });

  it("shares Maven's cache between services, and Gradle's not", () => {
    expect(javaManager(service("maven")).cacheName).toBe(
      javaManager(service("maven", { name: "x" })).cacheName,
    );
    expect(javaManager(service("gradle")).cacheName).toBe("gradle-shop");
  });

  it("starts Gradle by the wrapper, which lies beside the whole build", () => {
    const { build, resolve } = javaManager(service("gradle", { workspace: "." }));
    for (const command of [build, resolve])
      expect(command).toContain("[ -x /src/gradlew ] && echo /src/gradlew");
    expect(javaManager(service("gradle")).build).toContain("[ -x ./gradlew ] && echo ./gradlew");
  });

  it("builds a workspace's member with what it depends on there", () => {
    const { build } = javaManager(service("maven", { workspace: "services" }));
    expect(build).toMatch(/^cd \/src\/services && .* --projects shop --also-make .* package$/);
  });

  it("brings the Maven that a wrapper asks for, and none where the base's will do", () => {
    expect(javaManager(service("maven")).tool).toBeUndefined();
    const tool = javaManager(service("maven", { packageManagerVersion: "3.8.1" })).tool?.join(" && ");
    expect(tool).toContain("org.apache.maven:apache-maven:3.8.1:zip:bin");
  });

  it("copies the libraries of a class that is started", () => {
    expect(javaManager(service("maven", { entrypoint: "com.acme.Main" })).build).toContain(
      ":copy-dependencies",
    );
    expect(javaManager(service("maven", { entrypoint: "target/x.jar" })).build).not.toContain(":copy");
  });

  it("opens the compiler to what looked into it before Java 16", () => {
    expect(javaManager(service("maven", { minimumVersion: "8" })).build).toContain(
      "--add-opens=jdk.compiler/",
    );
    expect(javaManager(service("maven", { version: "17" })).build).not.toContain("--add-opens");
  });
});
