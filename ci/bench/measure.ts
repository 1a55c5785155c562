import { existsSync, readFileSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { debianAddress } from "../../src/bases/debian.ts";
import type { RunResult } from "../../src/report/result.ts";
import { checkout } from "./checkout.ts";
import { byHandCommand, multistageCommand } from "./commands.ts";
import { editOf, lockfileLines } from "./edits.ts";
import { emptied, type Place, placeOf } from "./places.ts";
import type { Measured, Which } from "./records.ts";
import { dockerfilesByHand, repositoryFiles, type Templates } from "./repository.ts";
import { NAIVE_CHANGES_UP_TO } from "./schedule.ts";
import { type Timed, timed } from "./timing.ts";
import { weighed, weightOf } from "./weight.ts";

/** What all measurements have in common. */
export interface Bench {
  /** Directory for everything that is thrown away. */
  work: string;
  /** Store with the bases. */
  seed: string;
  templates: Templates;
  /** Dockerfiles by hand that are built at once. */
  parallelism: number;
}

const SEED = "fifty";
const LEAST_FREE_BYTES = 8e9;

/**
 * Measures once.
 *
 * @throws Error where the disk has less than 8 GB left, or something failed that should not.
 */
export async function measure(bench: Bench, which: Which): Promise<Measured> {
  const { bavail, bsize } = statfsSync(bench.work);
  if (bavail * bsize < LEAST_FREE_BYTES) throw new Error(`less than 8 GB are free at ${bench.work}`);
  const place = placeOf(bench.work, which.size, which.variant);
  if (which.scenario === "cold") await begin(bench, which, place);
  else if (!existsSync(warm(place))) {
    await begin(bench, which, place);
    await build(bench, { ...which, scenario: "cold" }, place);
  }
  return build(bench, which, place);
}

/** There while nothing is half done: what is interrupted begins with a cold build again. */
const warm = ({ directory }: Place) => join(directory, "warm");

async function begin({ seed, templates }: Bench, { size }: Which, place: Place): Promise<void> {
  await emptied(place, seed);
  await checkout(place.repository, repositoryFiles(size, SEED, templates));
}

async function build(bench: Bench, which: Which, place: Place): Promise<Measured> {
  const { size, variant, scenario, round } = which;
  const byHand = dockerfilesByHand(size, SEED, { base: debianAddress });
  const most = which.parallelism ?? bench.parallelism;
  const command =
    variant === "multistage" ? multistageCommand(place) : await byHandCommand(place, variant, byHand, most);
  const run = () => timed(place, command, `${scenario} ${round}`);
  rmSync(warm(place), { force: true });
  const { stdout, ...went } = await edited(bench, which, place, run);
  const result = variant === "multistage" ? (JSON.parse(stdout) as RunResult) : undefined;
  const failed = result ? failures(result) : stdout.split("\n").filter(Boolean);
  const expected = scenario === "failing" ? "gin-1" : "";
  if (failed.join(" ") !== expected)
    throw new Error(
      `${variant}, ${size} services, ${scenario}: failed: ${failed.join(" ") || "none"}; see ${place.directory}`,
    );
  writeFileSync(warm(place), "");
  const measured = { ...which, ...went, failed };
  if (scenario !== "cold" || round > 1 || which.parallelism) return measured;
  if (variant === "naive" && size > NAIVE_CHANGES_UP_TO) return measured;
  const names = byHand.map(({ name }) => name);
  return { ...measured, compressedBytes: result ? weightOf(result) : await weighed(place, names, variant) };
}

function failures({ services }: RunResult): string[] {
  return services.filter(({ status }) => status === "failed").map(({ name }) => name);
}

/** Makes a scenario's change before, and takes back what is temporary. */
async function edited(
  bench: Bench,
  { scenario, round }: Which,
  place: Place,
  run: () => Promise<Timed>,
): Promise<Timed> {
  const edit = editOf(scenario, round, lockfileLines(bench.templates));
  if (!edit) return run();
  const path = join(place.repository, edit.path);
  const text = readFileSync(path, "utf8");
  writeFileSync(path, edit.change(text));
  try {
    return await run();
  } finally {
    if (edit.temporary) writeFileSync(path, text);
  }
}
