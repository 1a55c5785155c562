import { oneLine } from "./control-characters.ts";

/** Numbers as people read them; megabytes are 10^6 bytes, as budgets are. */

/** `8.1 MB`, `950 kB`. */
export function bytes(count: number): string {
  if (count < 1e6) return `${Math.ceil(count / 1e3)} kB`;
  return `${(count / 1e6).toFixed(count < 1e8 ? 1 : 0)} MB`;
}

/** `0.4 s`, `1 m 12 s`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 59_950) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)} m ${seconds % 60} s`;
}

/** Rows as aligned columns, two spaces apart, a line each whatever is in them. */
export function columns(cells: string[][], indent = ""): string {
  const rows = cells.map((row) => row.map(oneLine));
  const widths = rows.reduce<number[]>(
    (all, row) => row.map((cell, at) => Math.max(all[at] ?? 0, cell.length)),
    [],
  );
  const line = (row: string[]) => row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join("  ");
  return rows.map((row) => (indent + line(row)).trimEnd()).join("\n");
}
