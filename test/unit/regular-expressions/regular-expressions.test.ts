import { expect, it } from "vitest";
import { slowOn } from "./cost.ts";
import { literalsIn } from "./literals.ts";

it.each([
  ["the cube", /^\s*([[(])\s*([\d.]*)\s*,\s*([\d.]*)\s*([\])])\s*$/],
  ["the cube, from anywhere", /\s*\s*x/],
  ["all ways to share a text out", /^(\w+\s?)*$/],
  ["all ways to share a text out, behind others", /^key:(a|[ab])+$/],
])("an expression that takes %s is found", (_, expression) => {
  expect(slowOn(expression)).toBeDefined();
});

it.each([
  [/^\s*\w+\s*$/],
  [/\s+$/],
  [/"(?:\\.|[^"\\])*"/],
  [/^[a-z]+(-[a-z]+)*$/],
])("%s is not", (expression) => {
  expect(slowOn(expression)).toBeUndefined();
});

it("no expression of ours takes more than the square of what strangers' files give it", () => {
  const slow = literalsIn(["src", "ci/local"]).flatMap(({ place, expression }) => {
    const text = slowOn(expression);
    return text === undefined ? [] : [`${place} ${expression} on ${JSON.stringify(text.slice(0, 40))}`];
  });
  expect(slow).toEqual([]);
});
