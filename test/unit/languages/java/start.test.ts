import { describe, expect, it } from "vitest";
import { entryPointOf, startCommand } from "../../../../src/languages/java/start.ts";

describe("entryOf", () => {
  it.each([
    ["target/app.jar", { kind: "jar", folder: "target", file: "app.jar", isWhole: false }],
    [
      "server/build/libs/app.jar",
      { kind: "jar", folder: "server/build/libs", file: "app.jar", isWhole: false },
    ],
    [
      "target/quarkus-app/run.jar",
      { kind: "jar", folder: "target/quarkus-app", file: "run.jar", isWhole: true },
    ],
    ["out/app.war", { kind: "jar", folder: "out", file: "app.war", isWhole: false }],
    ["app.jar", { kind: "jar", folder: ".", file: "app.jar", isWhole: false }],
    ["build/install/shop", { kind: "installed", folder: "build/install/shop" }],
    ["build/install/Shop", { kind: "installed", folder: "build/install/Shop" }],
    ["com.acme.Main", { kind: "class", module: ".", name: "com.acme.Main" }],
    ["shop.serve", { kind: "class", module: ".", name: "shop.serve" }],
    ["target/universal/stage", { kind: "installed", folder: "target/universal/stage" }],
    ["server/Main", { kind: "class", module: "server", name: "Main" }],
  ])("%s", (entrypoint, entry) => expect(entryPointOf(entrypoint)).toEqual(entry));
});

describe("startCommand", () => {
  it.each([
    ["target/app.jar", "java -Xmx1g -jar /app/app.jar --debug"],
    ["com.acme.Main", "java -Xmx1g -cp /app/classes:/app/lib/* com.acme.Main --debug"],
    ["build/install/shop", "java -Xmx1g @/app/start.args --debug"],
  ])("%s", (entrypoint, command) =>
    expect(startCommand({ entrypoint, version: "21" }, ["-Xmx1g"], ["--debug"]).join(" ")).toBe(command));

  it("opens the JDK's own classes to what was written for a Java that did", () => {
    const flags = (said: { version?: string; minimumVersion?: string }) =>
      startCommand({ entrypoint: "a.jar", ...said }).filter((word) => word.startsWith("--add-opens")).length;
    expect([flags({ version: "17" }), flags({}), flags({ minimumVersion: "17" })]).toEqual([0, 0, 0]);
    expect(flags({ version: "11" })).toBeGreaterThan(5);
    expect(flags({ minimumVersion: "8" })).toBeGreaterThan(5);
  });
});
