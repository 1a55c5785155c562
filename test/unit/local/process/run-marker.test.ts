import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";
import { isDead, markerIn, RUN_MARKER } from "../../../../ci/local/process/run-marker.ts";

it("finds a mark in what tools write down", () => {
  expect(markerIn(`{"hosts": ["${RUN_MARKER}:127.0.0.1"]}`)).toBe(RUN_MARKER);
  expect(markerIn("localhost:127.0.0.1")).toBeUndefined();
});

it("takes nobody for dead who lives, and no other process for one that had its number", () => {
  expect(isDead(RUN_MARKER)).toBe(false);
  expect(isDead(RUN_MARKER.replace(/\d+$/, (started) => String(Number(started) + 1)))).toBe(true);
  const { pid } = spawnSync("true");
  expect(isDead(RUN_MARKER.replace(/-\d+-(\d+)$/, `-${pid}-$1`))).toBe(true);
});

it("knows nothing of other namespaces' processes", () => {
  const [prefix, , pid = "", started = ""] = /^(.*-run)-(\d+)-(\d+)-(\d+)$/.exec(RUN_MARKER)?.slice(1) ?? [];
  expect(isDead([prefix, "1", pid, started].join("-"))).toBe(false);
  expect(isDead("something else")).toBe(false);
});
