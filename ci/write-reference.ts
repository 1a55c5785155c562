import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT } from "./local/paths.ts";
import { referencePages } from "./reference.ts";

// The pages of docs/reference are the code's: run this after a change of flags or fields.
const directory = join(PROJECT, "docs/reference");
mkdirSync(directory, { recursive: true });
for (const [name, text] of Object.entries(referencePages())) writeFileSync(join(directory, name), text);
