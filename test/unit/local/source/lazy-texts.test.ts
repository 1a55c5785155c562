import { expect, test, vi } from "vitest";
import { LazyTexts } from "../../../../ci/local/source/lazy-texts.ts";

test("a text is read when it is asked for, once, also where there is none", () => {
  const read = vi.fn((path: string) => (path === "a.py" ? "a" : undefined));
  const texts = new LazyTexts(read);
  expect(read).not.toHaveBeenCalled();
  expect(["a.py", "a.py", "b.py", "b.py"].map((path) => texts.get(path))).toEqual([
    "a",
    "a",
    undefined,
    undefined,
  ]);
  expect(read).toHaveBeenCalledTimes(2);
});

test("one that was read already is not read again", () => {
  const texts = new LazyTexts(() => "other");
  texts.set("go.mod", "module x");
  expect(texts.get("go.mod")).toBe("module x");
});
