import { markdown } from "../tables.ts";
import { HIT_RATES, REGISTRY, RUNNERS, type Run, runOf, SERVICES } from "./runs.ts";

/** The tables of docs/scale.md. */
export function simulatedText(runs: Run[]): string {
  const { requestsPerSecond, bytesPerSecond } = REGISTRY;
  return [
    `Registry: ${requestsPerSecond} requests a second in all; each runner's line ${bytesPerSecond / 1e6} MB/s.`,
    "![Seconds by number of runners](scale.svg)",
    ...SERVICES.map((services) => `### ${services} services\n\n${table(runs, services)}`),
    `### One engine of several dies\n\n${deaths()}`,
  ].join("\n\n");
}

function table(runs: Run[], services: number): string {
  const rows = HIT_RATES.flatMap((hitRate) =>
    (["shards", "engines"] as const).map((kind) => {
      const own = runs.filter(
        (run) => run.services === services && run.hitRate === hitRate && run.kind === kind,
      );
      const times = RUNNERS.map((runners) => own.find((run) => run.runners === runners)).map((run) =>
        run ? inTime(run.seconds) : "",
      );
      const widest = own.at(-1);
      const moved = widest ? [inBytes(widest.pulledBytes), String(widest.requests)] : ["", ""];
      return [`${Math.round(hitRate * 100)} %`, TITLES[kind], ...times, ...moved];
    }),
  );
  const most = RUNNERS.at(-1);
  const heads = RUNNERS.map((runners) => (runners === 1 ? "1 runner" : `${runners} runners`));
  const head = ["found", "by", ...heads, `pulled, ${most} runners`, `requests, ${most} runners`];
  return markdown([head, ...rows]);
}

const TITLES = { shards: "shards", engines: "engines" };

/** The next run after an engine died with its volume, nothing else changed. */
function deaths(): string {
  const rows = SERVICES.flatMap((services) =>
    [4, 16].map((runners) => {
      const [whole, less] = [0, 1].map((dead) =>
        runOf({ services, runners, hitRate: 1, kind: "engines", dead }),
      ) as [Run, Run];
      return [
        String(services),
        String(runners),
        inTime(whole.seconds),
        inTime(less.seconds),
        String(less.built),
      ];
    }),
  );
  return markdown([["services", "engines", "nothing changed", "after one died", "built anew"], ...rows]);
}

/** `42 s`, `12 min`, `3.4 h`. */
function inTime(seconds: number): string {
  if (seconds < 120) return `${seconds.toFixed(0)} s`;
  return seconds < 7200 ? `${(seconds / 60).toFixed(0)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

function inBytes(bytes: number): string {
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(0)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}
