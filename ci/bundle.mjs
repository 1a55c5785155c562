import { mkdirSync, renameSync, utimesSync } from "node:fs";
import { dirname } from "node:path";
import { build } from "esbuild";

// Writes the command line as one JavaScript file; fails where nothing may be written.
const [, , outfile] = process.argv;
const project = new URL("..", import.meta.url).pathname;
const begun = new Date();
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
// As old as what it was made from: what is edited meanwhile is newer.
utimesSync(unfinished, begun, begun);
renameSync(unfinished, outfile);
