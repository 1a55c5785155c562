import { describe, expect, it } from "vitest";
import { withBasesNote } from "../../../src/commands/bases-note.ts";
import type { PlannedBase } from "../../../src/pipeline/plan.ts";

const base = (address: string) => ({ name: "golang", version: "1.26", address }) as PlannedBase;
const OWN = "localhost/multistage/golang:1.26-0123456789ab";
const TEXT = `FROM ${OWN} AS build\nRUN true\n`;

describe("the note on bases", () => {
  it("names each base that only this machine has, once, and says what to do", () => {
    const text = withBasesNote({
      dockerfile: TEXT,
      bases: [base(OWN), base(OWN), base("a.example/static:1")],
    });
    const [before = "", after] = text.split(TEXT);
    expect(after).toBe("");
    expect(
      before
        .trimEnd()
        .split("\n")
        .every((line) => line.startsWith("# ")),
    ).toBe(true);
    expect(before.split(OWN)).toHaveLength(2);
    expect(before).toContain("--bases registry");
    expect(before).not.toContain("a.example");
  });

  it("is left out where every machine can have them", () => {
    for (const bases of [[], [base("a.example/golang:1.26")]])
      expect(withBasesNote({ dockerfile: TEXT, bases })).toBe(TEXT);
  });

  it("comes after directives, which would be comments below it", () => {
    const text = withBasesNote({ dockerfile: `# escape=\`\n# a word\n${TEXT}`, bases: [base(OWN)] });
    expect(text).toMatch(/^# escape=`\n# Only this machine's store[\s\S]*\n# a word\nFROM /);
  });
});
