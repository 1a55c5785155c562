import { describe, expect, it } from "vitest";
import { callOf } from "../../../ci/local/command-line.ts";

const read = (text: string) => {
  const [name = "", ...rest] = text.split(" ");
  return callOf(name, rest);
};

describe("a service's name needs no flag", () => {
  it.each([
    ["build api", "call build --service api"],
    ["build --frozen api", "call build --frozen --service api"],
    ["build api --frozen export --path x", "call build --service api --frozen export --path x"],
    ["build export --path x", "call build export --path x"],
    ["build --service export export --path x", "call build --service export export --path x"],
    ["test api", "call test --service api"],
  ])("%s", (ours, words) => expect(read(ours).words.join(" ")).toBe(words));

  it("is the value of --service", () => {
    expect(read("build api").values.service).toBe("api");
    expect(read("build exporter").values.service).toBe("exporter");
  });
});

it.each([
  ["bild api", 'there is no function "bild": did you mean build?'],
  ["build exprot --path x", 'build: "exprot" can\'t follow: did you mean export?'],
  ["build api web", 'build: "web" can\'t follow'],
  ["build-all api", 'build-all: "api" can\'t follow'],
  ["build api export --path x y", 'export: unexpected "y"'],
  ["build api terminal", "build terminal: there is no terminal here"],
])("%s is refused", (words, message) => expect(() => read(words)).toThrow(message));
