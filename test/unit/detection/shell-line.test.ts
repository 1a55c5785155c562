import { describe, expect, it } from "vitest";
import { shellLine } from "../../../src/detection/shell-line.ts";

const read = (text: string) => shellLine(text, { PORT: "8000" });

describe("a shell's line", () => {
  it("is split into words, with quotes and variables as a shell reads them", () => {
    const words = ["app", "--bind=0.0.0.0:8000", "a 8000", "$PORT", "4", "x y"];
    expect(read(`app --bind=0.0.0.0:$PORT "a \${PORT}" '$PORT' \${WORKERS:-4} x\\ y # more`).words).toEqual(
      words,
    );
  });

  it("starts its last command; what sets a place or a variable for it is kept, and what runs before is told", () => {
    expect(read("A=1 first && cd src; export B=2\nC=3 exec last x")).toEqual({
      words: ["last", "x"],
      before: ["A=1 first"],
      directory: "src",
      variables: ["B=2", "C=3"],
      refused: undefined,
    });
  });

  it.each([
    ["app | tee log", "it needs a shell for |"],
    ["app > log", "it needs a shell for >"],
    ["app $(date)", "it needs a shell for what stands in $( )"],
    ["app $NAME", "nothing says what $NAME is"],
    ["if [ -f x ]; then app; fi", 'it needs a shell for "if"'],
    ["A=1", "it starts nothing"],
  ])("%s is refused", (text, why) => {
    expect(read(text).refused).toBe(why);
  });
});
