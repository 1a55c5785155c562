import { expect, it } from "vitest";
import { entryKey, entryTag, parseEntryTag, readsFrom } from "../../../src/cache/keys.ts";
import { isTag } from "../../../src/publish/tags.ts";

it("a key depends on the plan and on what each base is, in whatever order", () => {
  const key = entryKey("plan", { a: "1", b: "2" });
  expect(entryKey("plan", { b: "2", a: "1" })).toBe(key);
  expect(entryKey("plan", { a: "2", b: "1" })).not.toBe(key);
  expect(entryKey("other", { a: "1", b: "2" })).not.toBe(key);
  expect(entryKey("plan")).not.toBe(key);
});

it("an entry's tag is one, and says whose it is", () => {
  const domain = "a".repeat(40);
  const tag = entryTag(domain, "image", entryKey("plan"));
  expect(isTag(tag)).toBe(true);
  expect(parseEntryTag(tag)).toEqual({ domain, kind: "image", key: entryKey("plan") });
});

it.each([
  "production-1.4.0",
  "latest",
  "main.image.abc",
  `Main.image.${"0".repeat(64)}`,
])("%s is no entry's tag", (tag) => {
  expect(parseEntryTag(tag)).toBeUndefined();
});

it("main reads its own alone, a pull request its own and then main's", () => {
  expect(readsFrom("main")).toEqual(["main"]);
  expect(readsFrom("pr-12")).toEqual(["pr-12", "main"]);
});
