import { SCENARIOS, VARIANTS, type Variant } from "./records.ts";
import { type Summary, summaryOf } from "./statistics.ts";
import { TITLES } from "./tables.ts";

const WIDTH = 900;
const HEIGHT = 380;
const PLOT = { left: 60, top: 50, width: 340, height: 270 };
const BARS = { left: 560, top: 50, width: 260, row: 38 };
const COLORS: Record<Variant, string> = { multistage: "#2563eb", written: "#f59e0b", naive: "#9ca3af" };
const STYLE = "text{font:12px sans-serif;fill:#374151}.title{font-weight:bold}.end{text-anchor:end}";

/** Cold builds by the number of services as lines, changes at the largest number as bars: an SVG. */
export function plot(all: Summary[]): string {
  const size = Math.max(...all.map((one) => one.size));
  const parts = [...legend(), ...lines(all), ...bars(all, size)];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}">
<style>${STYLE}</style>
<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>
${parts.join("\n")}
</svg>
`;
}

function legend(): string[] {
  return VARIANTS.flatMap((variant, at) => [
    `<rect x="${PLOT.left + at * 160}" y="${HEIGHT - 20}" width="12" height="12" fill="${COLORS[variant]}"/>`,
    text(PLOT.left + at * 160 + 18, HEIGHT - 10, TITLES[variant]),
  ]);
}

function lines(all: Summary[]): string[] {
  const cold = all.filter(({ scenario }) => scenario === "cold");
  const most = Math.max(1, ...cold.map(({ wallSeconds }) => wallSeconds));
  const widest = Math.max(1, ...cold.map(({ size }) => size));
  const x = (size: number) => round(PLOT.left + (size / widest) * PLOT.width);
  const y = (seconds: number) => round(PLOT.top + PLOT.height - (seconds / most) * PLOT.height);
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((part) => part * most);
  const grid = ticks.flatMap((seconds) => [
    `<path d="M${PLOT.left} ${y(seconds)}h${PLOT.width}" stroke="#e5e7eb"/>`,
    text(PLOT.left - 6, y(seconds) + 4, `${Math.round(seconds)}`, "end"),
  ]);
  const sizes = [...new Set(cold.map(({ size }) => size))];
  const labels = sizes.map((size) => text(x(size) - 5, PLOT.top + PLOT.height + 18, String(size)));
  const curves = VARIANTS.flatMap((variant) => {
    const own = cold.filter((one) => one.variant === variant);
    const points = own.map((one) => `${x(one.size)},${y(one.wallSeconds)}`);
    const line = `<polyline points="${points.join(" ")}" fill="none" stroke="${COLORS[variant]}" stroke-width="2"/>`;
    const dots = own.map(
      (one) => `<circle cx="${x(one.size)}" cy="${y(one.wallSeconds)}" r="3" fill="${COLORS[variant]}"/>`,
    );
    return own.length ? [line, ...dots] : [];
  });
  return [text(PLOT.left, 30, "Cold: seconds by number of services", "title"), ...grid, ...labels, ...curves];
}

function bars(all: Summary[], size: number): string[] {
  const changes = all.filter((one) => one.size === size && one.scenario !== "cold");
  const most = Math.max(1, ...changes.map(({ wallSeconds }) => wallSeconds));
  const rows = SCENARIOS.slice(1).flatMap((scenario, at) => {
    const top = BARS.top + at * BARS.row;
    const own = VARIANTS.flatMap((variant, index) => {
      const one = summaryOf(changes, size, scenario, variant);
      if (!one) return [];
      const length = round((one.wallSeconds / most) * BARS.width);
      const y = top + index * 10;
      const bar = `<rect x="${BARS.left}" y="${y}" width="${length}" height="9" fill="${COLORS[variant]}"/>`;
      return [bar, text(BARS.left + length + 4, y + 9, one.wallSeconds.toFixed(1))];
    });
    return [text(BARS.left - 8, top + 14, scenario, "end"), ...own];
  });
  return [text(BARS.left, 30, `Changes: seconds of ${size} services`, "title"), ...rows];
}

function text(x: number, y: number, words: string, name?: string): string {
  return `<text x="${x}" y="${y}"${name ? ` class="${name}"` : ""}>${words}</text>`;
}

const round = (value: number) => Math.round(value * 10) / 10;
