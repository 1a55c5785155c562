import { PassThrough } from "node:stream";
import { expect, it } from "vitest";
import { liveTable, tableLines } from "../../../../ci/local/output/live.ts";

const row = (state: string, text = "", ended?: number) => ({ state, text, begun: 1000, ended });

it("fifty services in 24 lines: what runs and failed first, the rest counted", () => {
  const rows = new Map([...Array(50).keys()].map((at) => [`service-${at}`, row("queued")]));
  for (const at of [40, 41])
    rows.set(`service-${at}`, row("running", `build: RUN ${"go build ".repeat(30)}`));
  for (const at of [7, 8, 9]) rows.set(`service-${at}`, row("failed", "", 3000));
  for (let at = 10; at < 35; at++) rows.set(`service-${at}`, row(at % 2 ? "built" : "cached", "", 2000));
  const lines = tableLines(rows, 61_000, 24, 80);
  expect(lines.length).toBeLessThan(24);
  expect(lines.every((line) => line.length < 80)).toBe(true);
  expect(lines[0]).toMatch(/^service-40 {2}running {3}1 m 0 s {2}build: RUN go build/);
  expect(lines[2]).toMatch(/^service-7 {3}failed {6}2\.0 s$/);
  expect(lines.at(-1)).toBe("2 running, 3 failed, 20 queued, 12 built, 13 cached of 50; 28 not shown");
});

it("tiny terminals get at least a row and the counts", () => {
  const rows = new Map([
    ["a", row("running", "build: RUN x")],
    ["b", row("queued")],
  ]);
  expect(tableLines(rows, 2000, 2, 40)).toHaveLength(2);
});

it("redraws in place what it drew, and leaves nothing behind", () => {
  const stream = Object.assign(new PassThrough(), { rows: 24, columns: 80 });
  const table = liveTable(stream as unknown as NodeJS.WriteStream);
  table.queued("api");
  table.note("engine: buildah");
  table.ended("api", { status: "built" });
  table.done();
  table.done();
  const text = String(stream.read());
  expect(text).toContain("engine: buildah\n");
  expect(text.endsWith("\x1b[0J") || text.endsWith("engine: buildah\n")).toBe(true);
});
