import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { PROJECT } from "../local/paths.ts";
import { ensureTools } from "../local/process/tools.ts";
import { seededBases } from "./bases.ts";
import { readTemplates } from "./checkout.ts";
import { writeDocument } from "./document.ts";
import { type Bench, measure } from "./measure.ts";
import { removed } from "./places.ts";
import { appendRecord, readRecords, type Which } from "./records.ts";
import { bestParallelism, missing, schedule, trials, type Wanted } from "./schedule.ts";

const { values } = parseArgs({
  options: {
    sizes: { type: "string", default: "1,5,10,25,50" },
    rounds: { type: "string", default: "3" },
    "cold-rounds": { type: "string", default: "1" },
    "naive-up-to": { type: "string", default: "50" },
    parallelism: { type: "string" },
    work: { type: "string", default: "/var/tmp/multistage-bench" },
    document: { type: "boolean", default: false },
    records: { type: "string", default: join(PROJECT, "ci/bench/records.jsonl") },
  },
});

const say = (text: string) =>
  void process.stdout.write(`${new Date().toTimeString().slice(0, 8)}  ${text}\n`);
const file = resolve(values.records);

async function run(bench: Bench, all: Which[]): Promise<void> {
  for (const which of missing(all, readRecords(file))) {
    const measured = await measure(bench, which);
    appendRecord(file, measured);
    const { size, variant, scenario, round, parallelism, wallSeconds, cpuSeconds, steps } = measured;
    const how = parallelism ? `, ${parallelism} at once` : "";
    say(
      `${size} ${variant} ${scenario} ${round}${how}: ${wallSeconds} s, processor ${cpuSeconds} s, ${steps} steps`,
    );
  }
}

async function main(): Promise<void> {
  await ensureTools(["buildah", "skopeo", "git"]);
  const work = resolve(values.work);
  mkdirSync(work, { recursive: true });
  const bench = { work, seed: await seededBases(work, say), templates: await readTemplates() };
  const wanted: Wanted = {
    sizes: values.sizes.split(",").map(Number),
    rounds: Number(values.rounds),
    coldRounds: Number(values["cold-rounds"]),
    naiveUpTo: Number(values["naive-up-to"]),
  };
  const chosen = values.parallelism ? Number(values.parallelism) : undefined;
  if (!chosen) await run({ ...bench, parallelism: 1 }, trials());
  const parallelism = chosen ?? bestParallelism(readRecords(file)) ?? 1;
  for (const size of wanted.sizes) {
    const all = schedule({ ...wanted, sizes: [size] });
    await run({ ...bench, parallelism }, all);
    await removed(join(work, String(size)));
  }
  if (!values.document) return;
  await writeDocument(readRecords(file), parallelism);
  say("written: docs/bench.md, docs/bench.svg");
}

await main();
