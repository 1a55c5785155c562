import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT } from "../../local/paths.ts";
import { withMeasured } from "../document.ts";
import { simulatedText } from "./document.ts";
import { plot } from "./plot.ts";
import { allRuns } from "./runs.ts";

const [runs, path] = [allRuns(), join(PROJECT, "docs/scale.md")];
writeFileSync(path, withMeasured(readFileSync(path, "utf8"), simulatedText(runs)));
writeFileSync(join(PROJECT, "docs/scale.svg"), plot(runs));
process.stdout.write("written: docs/scale.md, docs/scale.svg\n");
