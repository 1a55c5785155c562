import { writeFileSync } from "node:fs";
import { $ } from "zx";
import { moduleFunctions, SURFACE } from "./surface.ts";

// The command line's functions and flags are the module's: run this after a change of src/index.ts.
writeFileSync(SURFACE, JSON.stringify(await moduleFunctions()));
await $`npx biome format --write ${SURFACE}`;
// Flags are written down in the reference, too; it reads what was written just now.
await import("./write-reference.ts");
