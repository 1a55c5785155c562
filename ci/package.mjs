import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundle } from "./bundle.mjs";

// What `npm pack` and `npm publish` put into the package: the command line as one file, and beside it the Dagger module
// as it stands here. The module names what Dagger's runtime installs for it; the package needs nothing of that, so its
// own package.json names no dependencies while npm packs: `prepare` writes that one, `restore` puts ours back.

const project = fileURLToPath(new URL("..", import.meta.url));
const manifest = join(project, "package.json");
const dist = join(project, "dist");
const original = join(dist, "module/package.json");

const [, , step] = process.argv;
if (step === "prepare") await prepare();
else if (step === "restore") restore();
else throw new Error("usage: package.mjs prepare|restore");

async function prepare() {
  const { dependencies, devDependencies, scripts, dagger, ...packaged } = JSON.parse(
    readFileSync(manifest, "utf8"),
  );
  if (!dependencies || !dagger)
    throw new Error("package.json is the package's own already: node ci/package.mjs restore");
  rmSync(dist, { recursive: true, force: true });
  await bundle(join(dist, "multistage.mjs"), { banner: "#!/usr/bin/env node\n" });
  chmodSync(join(dist, "multistage.mjs"), 0o755);
  const module = JSON.parse(readFileSync(join(project, "dagger.json"), "utf8"));
  for (const path of ["dagger.json", ...module.include.filter((each) => !each.startsWith("!"))])
    cpSync(join(project, path), join(dist, "module", path), { recursive: true });
  // npm runs the last of them after it has packed.
  const kept = Object.fromEntries(Object.entries(scripts).filter(([name]) => name === "postpack"));
  writeFileSync(manifest, `${JSON.stringify({ ...packaged, scripts: kept }, null, 2)}\n`);
}

function restore() {
  mkdirSync(dist, { recursive: true });
  if (existsSync(original)) copyFileSync(original, manifest);
}
