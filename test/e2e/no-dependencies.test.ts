import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { callJson, inService, LOCAL, repository } from "./command.ts";

/** Makes each run's manifests new, so that no layer of an earlier run serves. */
const version = `1.0.${Date.now()}`;

const MANIFEST = { name: "bare", version };

/** Services that name no dependency, by what would fetch them. */
const BARE: Record<string, Record<string, string>> = {
  cargo: {
    "Cargo.toml": `[package]\nname = "bare"\nversion = "${version}"\nedition = "2021"\n`,
    "Cargo.lock": `version = 3\n\n[[package]]\nname = "bare"\nversion = "${version}"\n`,
    "src/main.rs": "fn main() {}\n",
  },
  npm: {
    "package.json": JSON.stringify({ ...MANIFEST, scripts: { start: "node index.js" } }),
    "package-lock.json": JSON.stringify({ ...MANIFEST, lockfileVersion: 3, packages: { "": MANIFEST } }),
    "index.js": "console.log(1);\n",
  },
  pip: { "requirements.txt": `# ${version}\n`, "app.py": "print(1)\n" },
};

it("services without a dependency are built where nothing was ever downloaded", async () => {
  const caches = mkdtempSync(join(tmpdir(), "multistage-caches-"));
  const files = Object.entries(BARE).map(([name, files]) => inService(`bare-${name}`, files));
  const source = repository(Object.assign({}, ...files));
  const { data } = await callJson(["build-all", "--source", source, ...LOCAL], { TMPDIR: caches });
  rmSync(caches, { recursive: true });
  expect(data.services.map(({ name, error }) => [name, error?.lines ?? null])).toEqual(
    Object.keys(BARE).map((name) => [`bare-${name}`, null]),
  );
}, 900_000);
