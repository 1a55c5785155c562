import { expect, test } from "vitest";
import { Snapshot } from "../../../../src/files/snapshot.ts";
import { requirementsIn } from "../../../../src/languages/python/requirements.ts";

test("files that all name each other are read once each", { timeout: 5000 }, () => {
  const names = Array.from({ length: 40 }, (_, index) => `r${index}.txt`);
  const all = names.map((name) => `-r ${name}`).join("\n");
  const tree = Snapshot.of(Object.fromEntries(names.map((name) => [name, `${all}\n${name}==1\n`])));
  const texts = requirementsIn(tree, "r0.txt").map(({ text }) => text);
  expect(texts.sort()).toEqual(names.map((name) => `${name}==1`).sort());
});
