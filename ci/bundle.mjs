import { mkdirSync, renameSync } from "node:fs";
import { dirname } from "node:path";
import { build } from "esbuild";

// Writes the command line as one JavaScript file; fails where nothing may be written.
const [, , outfile] = process.argv;
const project = new URL("..", import.meta.url).pathname;
const unfinished = `${outfile}.${process.pid}`;
mkdirSync(dirname(outfile), { recursive: true });
await build({
  entryPoints: [`${project}ci/local/main.ts`],
  outfile: unfinished,
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  logLevel: "silent",
  // CommonJS packages ask for Node's own modules.
  banner: {
    js: 'import { createRequire as requireFrom } from "node:module";\nconst require = requireFrom(import.meta.url);',
  },
});
renameSync(unfinished, outfile);
