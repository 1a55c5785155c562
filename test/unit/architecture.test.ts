import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, it } from "vitest";
import { PROJECT } from "../../ci/local/paths.ts";

/**
 * Who may import whom: folders, and files that lie in none, from the ground up. Each may import what stands in lines
 * above its own, and nothing beside it; so no two ever import each other.
 */
const LAYERS = [
  "src/report/control-characters.ts src/machine-fault.ts",
  "src/failure.ts src/retry.ts src/stage.ts src/untrusted-json.ts src/yaml src/report/text.ts src/cache/domain.ts",
  "src/cache/ci-domain.ts src/files src/microservice.ts",
  "src/git-access.ts",
  "src/dockerfile src/manifests src/report",
  "src/bases src/detection",
  "src/discovery",
  "src/descriptor src/languages src/policies",
  "src/pipeline src/publish",
  "src/release src/cache src/start-check",
  "src/engine.ts",
  "src/commands",
  "src/module ci/local/paths.ts ci/local/arguments.ts ci/providers",
  "src/index.ts ci/local/process",
  "ci/local/state ci/local/module-folder.ts ci/local/source",
  "ci/local/builders",
  "ci/local/output ci/local/flags.ts ci/local/tracked-ignored.ts ci/local/working-directory.ts",
  "ci/local/bases ci/local/images ci/local/starting",
  "ci/local/publish",
  "ci/local/builds.ts ci/local/parents.ts ci/local/kept ci/local/repository-call.ts",
  "ci/local/running",
  "ci/local/engine.ts ci/local/wrapper",
  "ci/local/call.ts ci/local/doctor",
  "ci/local/commands",
  "ci/local/machine-functions.ts",
  "ci/local/functions.ts",
  "ci/local/command-line.ts ci/local/help.ts ci/local/completion.ts ci/local/dagger-report.ts",
  "ci/local/dagger.ts",
  "ci/local/main.ts",
].map((line) => line.split(" "));

const layerOf = (file: string) =>
  LAYERS.findIndex((names) => names.some((name) => file === name || file.startsWith(`${name}/`)));

const files = ["src", "ci/local", "ci/providers"].flatMap((folder) =>
  readdirSync(join(PROJECT, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => `${folder}/${file}`),
);

function importsOf(file: string): string[] {
  const text = readFileSync(join(PROJECT, file), "utf8");
  const found = text.matchAll(/^(?:import|export)\b[^;]*?["'](\.[^"']+\.ts)["'];/gm);
  return [...found].map(([, path = ""]) => normalize(join(dirname(file), path)));
}

describe("who imports whom", () => {
  it("every file lies in a layer", () => {
    expect(files.filter((file) => layerOf(file) < 0)).toEqual([]);
  });

  it("arrows only go down", () => {
    const folder = (file: string) => LAYERS[layerOf(file)]?.find((name) => file.startsWith(name));
    const wrong = files.flatMap((file) =>
      importsOf(file)
        .filter((used) => folder(used) !== folder(file) && layerOf(used) >= layerOf(file))
        .map((used) => `${file} imports ${used}`),
    );
    expect(wrong).toEqual([]);
  });

  it("no directory is made as Node does it, which never ends below /proc", () => {
    const wrong = files.filter((file) =>
      /\bmkdir(Sync)?\(.*recursive/.test(readFileSync(join(PROJECT, file), "utf8")),
    );
    expect(wrong).toEqual(["src/languages/node/layout-script.ts"]);
  });

  it("Dagger's SDK is used in its module alone", () => {
    const uses = files.filter((file) => /from "@dagger\.io/.test(readFileSync(join(PROJECT, file), "utf8")));
    expect(uses.filter((file) => !file.startsWith("src/module/") && file !== "src/index.ts")).toEqual([]);
  });
});
