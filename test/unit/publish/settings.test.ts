import { describe, expect, it } from "vitest";
import { Failure } from "../../../src/failure.ts";
import { hostBehindService, isLoopback, parseDestination } from "../../../src/publish/reference.ts";
import { parseSettings, registryOf, templatesOf } from "../../../src/publish/settings.ts";
import { faultText } from "../../../src/yaml/fault.ts";

describe("multistage.yaml", () => {
  it("may be absent", () => {
    const { settings, faults } = parseSettings(undefined);
    expect(faults).toEqual([]);
    expect(registryOf(settings, "testing")).toBeUndefined();
    expect(templatesOf(settings).map(({ text }) => text)).toEqual([
      "{environment}-{version}",
      "{environment}",
    ]);
  });

  it("names a registry, another for an environment, and tags", () => {
    const { settings, faults } = parseSettings(
      "registry: registry.example/team\ntags: ['{version}', latest]\nenvironments:\n  production:\n    registry: live.example/team\n",
    );
    expect(faults).toEqual([]);
    expect(registryOf(settings, "testing")).toBe("registry.example/team");
    expect(registryOf(settings, "production")).toBe("live.example/team");
    expect(registryOf(settings, "constructor")).toBe("registry.example/team");
    expect(templatesOf(settings)).toHaveLength(2);
  });

  it.each([
    ["regsitry: a.example", 'multistage.yaml:1:1: unknown field "regsitry": did you mean "registry"?'],
    ["registry: team", 'multistage.yaml:1:11: team: "team" is not a registry\'s host'],
    [
      "environments:\n  live:\n    registry: https://a.example\n",
      "multistage.yaml:3:15: https://a.example: leave https:// out",
    ],
    [
      "tags:\n  - '{version}'\n  - '{verion}'\n",
      'multistage.yaml:3:5: unknown variable {verion}: did you mean "version"?',
    ],
    ["tags: ['{environment}']", "multistage.yaml:1:7: none of the tags stays"],
    ["tags: []", "multistage.yaml:1:7: tags is empty"],
    ["source: git@git.example:a/b", "multistage.yaml:1:9: source must be a web address"],
  ])("%j is refused at its place", (text, said) => {
    expect(parseSettings(text).faults.map(faultText).join("\n")).toContain(said);
  });
});

describe("destinations", () => {
  it.each([
    "registry.example/team",
    "localhost:5000",
    "localhost/x",
    "127.0.0.1:5000/a/b-c",
    "[::1]:5000/a",
    "a.example/x__y",
  ])("%s", (text) => {
    expect(parseDestination(text).prefix).toBe(text);
  });

  it.each([
    "team",
    "team/api",
    "a.example/Team",
    "a.example//x",
    "a.example/x:1",
    "a.example/-x",
    "",
    "a.example:port/x",
  ])("refuses %j", (text) => {
    expect(() => parseDestination(text)).toThrow(Failure);
  });

  it("is the one that a service stands for: of several, this machine's own", () => {
    expect(hostBehindService(["registry.example", "registry.example"])).toBe("registry.example");
    expect(hostBehindService(["registry.example", "127.0.0.1:5000"])).toBe("127.0.0.1:5000");
    for (const two of [
      ["a.example", "b.example"],
      ["127.0.0.1:1", "127.0.0.1:2"],
    ])
      expect(() => hostBehindService(two)).toThrow(two.join(" and "));
  });

  it("speaks plain HTTP to this machine only", () => {
    expect(["localhost:5000/a", "127.0.0.1/a", "127.1.2.3:80/a", "[::1]:5000/a"].every(isLoopback)).toBe(
      true,
    );
    expect(["127.0.0.1.example/a", "localhost.example/a", "10.0.0.1:5000/a"].some(isLoopback)).toBe(false);
  });
});
