import { describe, expect, it } from "vitest";
import { type Flags, takeFlags } from "../../../ci/local/arguments.ts";
import { daggerWords } from "../../../ci/local/dagger.ts";
import { PROJECT } from "../../../ci/local/paths.ts";

const FLAGS: Flags = {
  service: { type: "string", help: "name" },
  json: { type: "boolean", help: "data" },
  secret: { type: "list", help: "secrets" },
  bases: { type: "string", help: "from where", choices: ["registry", "debian"] },
  environment: { type: "string", help: "which", default: "development" },
};

describe("takeFlags", () => {
  it("reads values after a space or an equals sign, repeated lists, and defaults", () => {
    const words = [
      "--service",
      "api",
      "--json",
      "--secret=a=env:A",
      "--secret",
      "b=env:B",
      "export",
      "--path",
      "x",
    ];
    expect(takeFlags(words, "build", FLAGS)).toEqual({
      values: { service: "api", json: true, secret: ["a=env:A", "b=env:B"], environment: "development" },
      said: words.slice(0, 6),
      rest: ["export", "--path", "x"],
    });
  });

  it.each([
    [["--sevrice", "api"], "build: unknown flag --sevrice: did you mean --service?"],
    [["--bases", "debain"], "--bases debain: expected registry, debian: did you mean debian?"],
    [["--service"], "build: --service needs a value: name"],
    [["--constructor", "x"], "build: unknown flag --constructor"],
  ])("refuses %j", (words, message) => {
    expect(() => takeFlags(words, "build", FLAGS)).toThrow(message);
  });

  it("asks for a required flag by name", () => {
    expect(() =>
      takeFlags([], "export", { path: { type: "string", help: "where", required: true } }),
    ).toThrow("export: --path is required");
  });
});

describe("daggerWords", () => {
  it("hands on the same words, with the module, without what is ours", () => {
    const words = ["call", "build", "--engine", "dagger", "--service", "api", "export", "--path", "x.tar"];
    expect(daggerWords(words)).toEqual([
      "call",
      "--mod",
      PROJECT,
      "build",
      "--service",
      "api",
      "export",
      "--path",
      "x.tar",
    ]);
  });

  it("puts Dagger's own flags where Dagger reads them", () => {
    expect(daggerWords(["call", "services", "--json", "--progress", "plain"])).toEqual([
      "--progress",
      "plain",
      "call",
      "--mod",
      PROJECT,
      "--json",
      "services",
    ]);
  });
});
