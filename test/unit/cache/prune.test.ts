import { describe, expect, it } from "vitest";
import { daysBetween, today } from "../../../src/cache/days.ts";
import { type Held, planPruning } from "../../../src/cache/prune.ts";

const NOW = "2026-11-27";
const held = (name: string, used: string | undefined, ...ids: string[]): Held => ({
  name,
  used,
  parts: ids.map((id) => ({ id, bytes: 100 })),
});
const names = (all: Held[]) => all.map(({ name }) => name).sort();

describe("what is pruned", () => {
  it("is what nothing used for so many days, and what nobody can use", () => {
    const all = [held("new", "2026-10-28", "a"), held("old", "2026-10-27", "b"), held("broken", undefined)];
    const { goes, stays, freedBytes, keptBytes } = planPruning(all, { keepDays: 30 }, NOW);
    expect([names(goes), names(stays), freedBytes, keptBytes]).toEqual([
      ["broken", "old"],
      ["new"],
      100,
      100,
    ]);
  });

  it("then what was used longest ago, until the rest has room", () => {
    const all = [held("a", "2026-11-20", "a"), held("b", "2026-11-26", "b"), held("c", "2026-11-24", "c")];
    const { goes, keptBytes } = planPruning(all, { keepDays: 30, maxBytes: 250 }, NOW);
    expect([names(goes), keptBytes]).toEqual([["a"], 200]);
  });

  it("frees only what nothing that stays has, too", () => {
    const all = [held("old", "2026-01-01", "common", "own"), held("new", NOW, "common")];
    expect(planPruning(all, { keepDays: 30 }, NOW)).toMatchObject({ freedBytes: 100, keptBytes: 100 });
  });

  it("is nothing that was used today, however little room there is", () => {
    const all = [held("a", NOW, "a"), held("b", NOW, "b"), held("c", "2026-11-26", "c")];
    expect(names(planPruning(all, { keepDays: 30, maxBytes: 50 }, NOW).goes)).toEqual(["c"]);
  });
});

describe("days", () => {
  it("are counted in UTC", () => {
    expect(today(Date.UTC(2026, 10, 27, 23, 59))).toBe(NOW);
    expect([daysBetween("2026-10-28", NOW), daysBetween(NOW, NOW), daysBetween("no day", NOW)]).toEqual([
      30, 0, 0,
    ]);
  });
});
