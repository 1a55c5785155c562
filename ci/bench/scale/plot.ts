import { HIT_RATES, RUNNERS, type Run, SERVICES } from "./runs.ts";

const PANEL = { left: 60, top: 50, width: 210, height: 230, gap: 80 };
const SIZE = { width: 60 + 3 * (210 + 80), height: 360 };
const COLORS = ["#dc2626", "#f59e0b", "#16a34a", "#2563eb", "#7c3aed"];
const STYLE = "text{font:12px sans-serif;fill:#374151}.title{font-weight:bold}.end{text-anchor:end}";

/** Seconds by the number of runners, both by powers: a panel for each number of services, a line for each hit rate. */
export function plot(runs: Run[]): string {
  const parts = [...SERVICES.flatMap((services, at) => panel(runs, services, at)), ...legend()];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE.width} ${SIZE.height}" width="${SIZE.width}" height="${SIZE.height}">
<style>${STYLE}</style>
<rect width="${SIZE.width}" height="${SIZE.height}" fill="#fff"/>
${parts.join("\n")}
</svg>
`;
}

const POWERS = [1, 2, 3, 4, 5];

function panel(runs: Run[], services: number, at: number): string[] {
  const left = PANEL.left + at * (PANEL.width + PANEL.gap);
  const bottom = PANEL.top + PANEL.height;
  const x = (runners: number) => round(left + (Math.log2(runners) / 6) * PANEL.width);
  const y = (seconds: number) => {
    const power = Math.log10(Math.max(seconds, 1)) / POWERS.length;
    return round(bottom - power * PANEL.height);
  };
  const grid = POWERS.flatMap((power) => [
    `<path d="M${left} ${y(10 ** power)}h${PANEL.width}" stroke="#e5e7eb"/>`,
    text(left - 6, y(10 ** power) + 4, `${10 ** power} s`, "end"),
  ]);
  const labels = RUNNERS.map((runners) => text(x(runners) - 4, bottom + 18, String(runners)));
  const curves = HIT_RATES.flatMap((hitRate, index) =>
    (["shards", "engines"] as const).map((kind) => {
      const own = runs.filter(
        (run) => run.services === services && run.hitRate === hitRate && run.kind === kind,
      );
      const points = own.map(({ runners, seconds }) => `${x(runners)},${y(seconds)}`).join(" ");
      const dashes = kind === "engines" ? ' stroke-dasharray="4 3"' : "";
      return `<polyline points="${points}" fill="none" stroke="${COLORS[index]}" stroke-width="2"${dashes}/>`;
    }),
  );
  return [text(left, 30, `${services} services`, "title"), ...grid, ...labels, ...curves];
}

function legend(): string[] {
  const y = SIZE.height - 14;
  const rates = HIT_RATES.flatMap((hitRate, at) => [
    `<rect x="${PANEL.left + at * 110}" y="${y - 10}" width="12" height="12" fill="${COLORS[at]}"/>`,
    text(PANEL.left + at * 110 + 18, y, `${Math.round(hitRate * 100)} % found`),
  ]);
  return [...rates, text(PANEL.left + 560, y, "whole: shards; dashed: engines; below: runners")];
}

function text(x: number, y: number, words: string, name?: string): string {
  return `<text x="${x}" y="${y}"${name ? ` class="${name}"` : ""}>${words}</text>`;
}

const round = (value: number) => Math.round(value * 10) / 10;
