import { readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";
import { PROJECT } from "../../../ci/local/paths.ts";

/**
 * The module's one library lies beside it as one file: an engine then installs nothing, needs no network and
 * starts sooner. After an update of `yaml`: `npx vitest run --update=all test/unit/module/vendor.test.ts`.
 */
describe("what an engine runs the module with", () => {
  it("is TypeScript as the engine has it, and nothing to install", () => {
    const { dependencies } = JSON.parse(readFileSync(join(PROJECT, "package.json"), "utf8"));
    expect(dependencies).toEqual({ typescript: "5.9.3" });
  });

  it("is the installed version of yaml", async () => {
    const root = join(PROJECT, "node_modules/yaml");
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const licence = readFileSync(join(root, "LICENSE"), "utf8").trim();
    const { outputFiles } = await build({
      absWorkingDir: PROJECT,
      entryPoints: [join(root, "browser/dist/index.js")],
      bundle: true,
      format: "esm",
      write: false,
      legalComments: "none",
      banner: { js: `/*\nyaml ${version}, bundled by esbuild.\n\n${licence}\n*/` },
      tsconfigRaw: {},
    });
    await expect(outputFiles[0]?.text).toMatchFileSnapshot(join(PROJECT, "vendor/yaml.js"));
  });
});
