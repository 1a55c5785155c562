import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PROJECT } from "../../ci/local/paths.ts";
import { committed, directoryOf, testBases, timed, unavailable } from "./engine.ts";
import { goService } from "./shop.ts";

/** SDKs that the engine has; all of them unless `MULTISTAGE_TEST_SDKS` says which. */
const SDKS = process.env.MULTISTAGE_TEST_SDKS?.split(" ") ?? ["go", "python", "typescript"];
for (const sdk of ["go", "python", "typescript"].filter((one) => !SDKS.includes(one)))
  console.warn(`test/dagger: examples/${sdk} is not called: MULTISTAGE_TEST_SDKS leaves it out`);

/** Nobody answers there. */
const REGISTRY = "registry.invalid/team";

describe.skipIf(unavailable)("an example", { timeout: 900_000 }, () => {
  // One of them leaves an archive, with which nothing would be published.
  const ignored = { ".gitignore": "*.tar\n" };
  const source = directoryOf({
    "bases.yaml": testBases(),
    ...ignored,
    ...goService("api"),
    ...goService("web"),
  });
  beforeAll(() => committed(source));
  afterAll(() => rmSync(source, { recursive: true }));
  const run = async (command: string[], env = {}) => {
    const { exitCode, stdout, stderr } = await timed(command, { cwd: source, env });
    return { exitCode, stdout: stdout.trim(), stderr: stderr.slice(-3000) };
  };

  describe.each(SDKS)("in %s", (sdk) => {
    const call = (name: string, ...words: string[]) =>
      run([
        ...["dagger", "--progress=plain", "call", "--mod", join(PROJECT, "examples", sdk)],
        ...[name, "--source", source, ...words],
      ]);

    it("builds one, builds all, and holds them to a rule", async () => {
      const one = await call("multistage-build", "--service", "api", "entrypoint");
      expect(one.stdout, one.stderr).toBe("/api");
      const all = await call("multistage-build-all");
      expect(all.stdout, all.stderr).toMatch(/^api .*^web .*2 built/ms);
      const gate = await call("multistage-gate");
      expect(gate.exitCode, gate.stderr).toBe(0);
    });

    it("publishes and promotes, as far as a registry answers", async () => {
      const published = await call("multistage-publish", "--registry", REGISTRY, "--version", "1.0.0");
      expect(published.stderr).toContain(REGISTRY);
      const promoted = await call("multistage-promote", "--registry", REGISTRY);
      expect(promoted.stderr).toContain(REGISTRY);
    });
  });

  it.each(readdirSync(join(PROJECT, "examples/shell")))("shell/%s does what it says", async (script) => {
    const words = /publish|promote/.test(script) ? [REGISTRY] : /build\.sh$/.test(script) ? ["api"] : [];
    const env = { MODULE: PROJECT, REGISTRY_USERNAME: "ci", REGISTRY_PASSWORD: "secret" };
    const ended = await run([join(PROJECT, "examples/shell", script), ...words], env);
    if (words[0] === REGISTRY) expect(ended.stderr).toContain(REGISTRY);
    else expect(ended.exitCode, ended.stderr).toBe(0);
  });
});
