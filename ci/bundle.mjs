import { mkdirSync, renameSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** Writes the command line as one JavaScript file, which needs nothing but Node; fails where nothing may be written. */
export async function bundle(outfile, { banner = "" } = {}) {
  const unfinished = `${outfile}.${process.pid}`;
  mkdirSync(dirname(outfile), { recursive: true });
  await build({
    entryPoints: [fileURLToPath(new URL("local/main.ts", import.meta.url))],
    outfile: unfinished,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    logLevel: "silent",
    // Without what only scripts of zx use, which is a third of the file.
    alias: { zx: "zx/core" },
    // CommonJS packages ask for Node's own modules.
    banner: {
      js: `${banner}import { createRequire as requireFrom } from "node:module";\nconst require = requireFrom(import.meta.url);`,
    },
  });
  renameSync(unfinished, outfile);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundle(process.argv[2]);
