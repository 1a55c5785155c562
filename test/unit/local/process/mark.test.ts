import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";
import { isDead, MARK, markIn } from "../../../../ci/local/process/mark.ts";

it("finds a mark in what tools write down", () => {
  expect(markIn(`{"hosts": ["${MARK}:127.0.0.1"]}`)).toBe(MARK);
  expect(markIn("localhost:127.0.0.1")).toBeUndefined();
});

it("takes nobody for dead who lives, and no other process for one that had its number", () => {
  expect(isDead(MARK)).toBe(false);
  expect(isDead(MARK.replace(/\d+$/, (started) => String(Number(started) + 1)))).toBe(true);
  const { pid } = spawnSync("true");
  expect(isDead(MARK.replace(/-\d+-(\d+)$/, `-${pid}-$1`))).toBe(true);
});

it("knows nothing of other namespaces' processes", () => {
  const [prefix, , pid = "", started = ""] = /^(.*-run)-(\d+)-(\d+)-(\d+)$/.exec(MARK)?.slice(1) ?? [];
  expect(isDead([prefix, "1", pid, started].join("-"))).toBe(false);
  expect(isDead("something else")).toBe(false);
});
