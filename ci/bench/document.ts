import { readFileSync, writeFileSync } from "node:fs";
import { cpus, release, totalmem } from "node:os";
import { join } from "node:path";
import { $ } from "zx";
import { PROJECT } from "../local/paths.ts";
import { goals } from "./goals.ts";
import { plot } from "./plot.ts";
import type { Measured } from "./records.ts";
import { summaries } from "./statistics.ts";
import { changesTable, coldTable, goalsTable } from "./tables.ts";

/** Where it was measured, and with what. */
export interface Circumstances {
  machine: string;
  tools: string;
  commit: string;
  parallelism: number;
}

/** Writes the measurements into docs/bench.md, between its marks, and the plot beside it. */
export async function writeDocument(records: Measured[], parallelism: number): Promise<void> {
  const path = join(PROJECT, "docs/bench.md");
  const text = measuredText(records, await circumstances(parallelism));
  writeFileSync(path, withMeasured(readFileSync(path, "utf8"), text));
  writeFileSync(join(PROJECT, "docs/bench.svg"), plot(summaries(records)));
}

/** A document with what is between its marks `<!-- NAME -->` and `<!-- /NAME -->` replaced. */
export function withMeasured(document: string, text: string, name = "measured"): string {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [before, rest] = document.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error(`the document needs ${begin} and ${end}`);
  return `${before}${begin}\n${text}\n${end}${after}`;
}

/** Circumstances and tables in Markdown. */
export function measuredText(
  records: Measured[],
  { machine, tools, commit, parallelism }: Circumstances,
): string {
  const all = summaries(records);
  const loads = records.map(({ load }) => load);
  const days = records.map(({ at }) => at.slice(0, 10)).sort();
  const facts = [
    `- Machine: ${machine}.`,
    `- Tools: ${tools}; multistage at commit ${commit}.`,
    `- When: ${[...new Set([days[0], days.at(-1)])].join(" to ")}; load of the minute before each run ${Math.min(...loads).toFixed(1)} to ${Math.max(...loads).toFixed(1)}.`,
    `- Dockerfiles by hand: ${parallelism} at once.`,
  ];
  return [
    facts.join("\n"),
    goalsTable(goals(all)),
    "![Times of cold builds and of changes](bench.svg)",
    `### Cold\n\n${coldTable(all)}`,
    `### Changes: seconds, steps that ran\n\n${changesTable(all)}`,
  ].join("\n\n");
}

async function circumstances(parallelism: number): Promise<Circumstances> {
  const said = async (command: string[]) =>
    (await $({ quiet: true, cwd: PROJECT })`${command}`).stdout.trim();
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  const buildah = (await said(["buildah", "--version"])).replace(/ version| [(].*/g, "");
  return {
    machine: `${cpus().length} cores (${cpu?.model.trim() ?? "unknown"}), ${memory} GiB, Linux ${release()}, store on overlay`,
    tools: `${buildah}, Node ${process.version.slice(1)}`,
    commit: await said(["git", "rev-parse", "--short=12", "HEAD"]),
    parallelism,
  };
}
