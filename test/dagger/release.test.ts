import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { PROJECT } from "../../ci/local/paths.ts";
import { directoryOf, testBases, timed, unavailable } from "./engine.ts";
import { goService } from "./shop.ts";

/** `HOST/PREFIX` that the engine may push to: one on this machine's loopback is not always the engine's. */
const registry = process.env.MULTISTAGE_TEST_REGISTRY;
if (!unavailable && !registry)
  console.warn("test/dagger: no release is pushed: MULTISTAGE_TEST_REGISTRY names no HOST/PREFIX for it");

/** A function of a module that composes this one. */
const callOf = (module: string, words: string[]) =>
  timed(["dagger", "--progress=plain", "call", "--mod", join(PROJECT, module), ...words]);

const release = (source: string, to: string) =>
  callOf("ci/release", ["publish", "--source", source, "--registry", to, "--version", `v${Date.now()}`]);

const failingTest = {
  "services/web/main_test.go":
    'package main\n\nimport "testing"\n\nfunc TestIt(t *testing.T) { t.Fatal("two is not three") }\n',
};

describe.skipIf(unavailable)("a team's release, composed of this module", { timeout: 1_200_000 }, () => {
  it("ends at a failing test, named, before anything is pushed", async () => {
    const files = { "bases.yaml": testBases(), ...goService("api"), ...goService("web"), ...failingTest };
    const source = directoryOf(files);
    const { exitCode, stdout, stderr } = await release(source, "registry.invalid/team");
    expect(exitCode).not.toBe(0);
    expect(stderr).toContain("web: test failed");
    expect(stderr).toContain("two is not three");
    expect(stdout + stderr).not.toContain("registry.invalid/team/");
    rmSync(source, { recursive: true });
  });

  it.skipIf(!registry)("publishes every service, and says where", async () => {
    const source = directoryOf({ "bases.yaml": testBases(), ...goService("api"), ...goService("web") });
    const { exitCode, stdout, stderr } = await release(source, registry ?? "");
    expect(exitCode, stderr.slice(-3000)).toBe(0);
    const references = stdout.trim().split("\n").sort();
    expect(references.map((one) => one.replace(/:v\d+@sha256:[0-9a-f]{64}$/, ""))).toEqual(
      ["api", "web"].map((service) => `${registry}/${service}`),
    );
    rmSync(source, { recursive: true });
  });
});

describe.skipIf(unavailable)("a language of a team's own", { timeout: 1_200_000 }, () => {
  it("builds by its own stage, to an image as all others", async () => {
    const source = directoryOf({
      Makefile: "hello: hello.c\n\tcc -static -o $@ $<\n",
      "hello.c": '#include <stdio.h>\nint main() { puts("hello"); return 0; }\n',
    });
    const build = ["build", "--source", source, "--program", "hello", "--port", "8080"];
    const ask = async (...verb: string[]) => {
      const { stdout, stderr } = await callOf("ci/release/own-language", [...build, ...verb]);
      return stdout.trim() || stderr.slice(-3000);
    };
    expect(await ask("user")).toBe("65532:65532");
    expect(await ask("entrypoint")).toBe("/hello");
    expect(await ask("rootfs", "entries")).toBe("hello");
    expect(await ask("with-exec", "--args", "/hello", "stdout")).toBe("hello");
    rmSync(source, { recursive: true });
  });
});
