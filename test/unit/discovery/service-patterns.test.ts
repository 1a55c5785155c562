import { describe, expect, test } from "vitest";
import { resolve } from "../../../src/descriptor/resolve.ts";
import { Snapshot } from "../../../src/files/snapshot.ts";
import { LANGUAGES } from "../../../src/languages/table.ts";
import { faultText } from "../../../src/yaml/fault.ts";

const FILES = {
  ...Object.fromEntries(
    ["apps/api", "apps/docs", "services/x", "tools/y", "libs/z"].flatMap((directory) => [
      [`${directory}/go.mod`, "module x\ngo 1.26\n"],
      [`${directory}/main.go`, "package main\n"],
    ]),
  ),
  "apps/notes/README.md": "",
};

const of = (settings: string) => resolve(Snapshot.of({ ...FILES, "multistage.yaml": settings }), LANGUAGES);
const paths = (settings: string) => of(settings).services.map(({ path }) => path);

describe("services of multistage.yaml", () => {
  test.each([
    ["nothing", "registry: r.example/x\n", ["apps/api", "apps/docs", "libs/z", "services/x"]],
    ["patterns instead of a search", 'services: ["apps/*"]\n', ["apps/api", "apps/docs"]],
    ["but for some", 'services: ["apps/*", "!apps/docs"]\n', ["apps/api"]],
    ["a search but for some", 'services: ["!apps/*", "!services/x"]\n', ["libs/z"]],
    ["at any depth", 'services: ["**"]\n', ["apps/api", "apps/docs", "libs/z", "services/x", "tools/y"]],
    ["one directory", "services: [tools/y]\n", ["tools/y"]],
  ])("say %s", (_name, settings, expected) => {
    expect(of(settings).faults.map(faultText)).toEqual([]);
    expect(paths(settings).sort()).toEqual(expected);
  });

  test.each([
    ["apps", 'multistage.yaml:1:11: services must be a list, not "apps": say [apps]'],
    ["[backends/*]", 'multistage.yaml:1:12: services: no directory with a manifest is called "backends/*"'],
    [
      "[../x]",
      'multistage.yaml:1:12: services[0] must be a directory\'s pattern, relative to the source root, not "../x"',
    ],
    ["[]", "multistage.yaml:1:11: services is empty: leave the line out"],
  ])("are wrong: %s", (said, fault) => {
    expect(of(`services: ${said}\n`).faults.map(faultText)).toEqual([fault]);
  });

  test("a directory that is named is one, whatever it holds", () => {
    expect(of("services: [apps/notes]\n").faults.map(faultText)).toEqual([
      expect.stringContaining("apps/notes: no language detected"),
    ]);
  });
});
