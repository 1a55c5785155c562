import { type Goal, inSeconds } from "./goals.ts";
import { SCENARIOS, VARIANTS, type Variant } from "./records.ts";
import { type Summary, summaryOf } from "./statistics.ts";

/** How a variant is called in the document. */
export const TITLES: Record<Variant, string> = {
  multistage: "multistage",
  written: "Dockerfiles by hand",
  naive: "naive Dockerfiles",
};

/** A table in Markdown; the first row is its head. */
export function markdown([head = [], ...rows]: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

export function goalsTable(goals: Goal[]): string {
  const rows = goals.map(({ text, figure, met }) => [text, figure ?? "not measured", met ? "yes" : "no"]);
  return markdown([["goal", "measured", "met"], ...rows]);
}

/** Cold builds by size: time, processor time, steps and bytes of each variant. */
export function coldTable(all: Summary[]): string {
  const sizes = sizesOf(all);
  const rows = sizes.flatMap((size) =>
    VARIANTS.flatMap((variant) => {
      const one = summaryOf(all, size, "cold", variant);
      return one ? [coldRow(one, summaryOf(all, size, "cold", "multistage"))] : [];
    }),
  );
  const head = [
    "services",
    "built by",
    "time",
    "range",
    "processor",
    "steps",
    "all images, compressed",
    "multistage takes",
  ];
  return markdown([head, ...rows]);
}

function coldRow(one: Summary, ours: Summary | undefined): string[] {
  const compared =
    ours && one.variant !== "multistage" ? `${(ours.wallSeconds / one.wallSeconds).toFixed(2)} ×` : "";
  const weight = one.compressedBytes === undefined ? "" : `${(one.compressedBytes / 1e6).toFixed(1)} MB`;
  const range = one.rounds > 1 ? one.wallRange.map(inSeconds).join(" to ") : "";
  const times = [inSeconds(one.wallSeconds), range, inSeconds(one.cpuSeconds)];
  return [String(one.size), TITLES[one.variant], ...times, String(one.steps), weight, compared];
}

/** What a change costs: a row for each scenario, a column for each size; each variant's median and steps. */
export function changesTable(all: Summary[]): string {
  const sizes = sizesOf(all);
  const rows = SCENARIOS.slice(1).flatMap((scenario) =>
    VARIANTS.flatMap((variant) => {
      const found = sizes.map((size) => summaryOf(all, size, scenario, variant));
      if (!found.some(Boolean)) return [];
      const cells = found.map((one) => (one ? `${inSeconds(one.wallSeconds)}, ${one.steps}` : ""));
      return [[scenario, TITLES[variant], ...cells]];
    }),
  );
  return markdown([["changed", "built by", ...sizes.map((size) => `${size} services`)], ...rows]);
}

function sizesOf(all: Summary[]): number[] {
  return [...new Set(all.map(({ size }) => size))];
}
