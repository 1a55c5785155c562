import { describe, expect, it } from "vitest";
import type { Facts } from "../../../src/publish/facts.ts";
import { tagsOf } from "../../../src/publish/tags.ts";
import { parseTemplate, parseTemplates } from "../../../src/publish/template.ts";

const REVISION = "0123456789abcdef0123456789abcdef01234567";
const FACTS: Facts = { environment: "production", revision: REVISION, dirty: false, created: 1_763_719_200 };

type Row = [name: string, facts: Partial<Facts>, immutable: string[], moving: string[], templates?: string[]];

const ROWS: Row[] = [
  ["a revision", {}, ["production-0123456789ab"], ["production"]],
  ["a version", { version: "1.4.0" }, ["production-1.4.0"], ["production"]],
  [
    "a version without revision",
    { version: "1.4.0", revision: undefined },
    ["production-1.4.0"],
    ["production"],
  ],
  ["a pre-release", { version: "2.0.0-rc.1" }, ["production-2.0.0-rc.1"], ["production"]],
  ["build metadata", { version: "1.4.0+7" }, ["production-1.4.0_7"], ["production"]],
  ["another environment", { environment: "testing" }, ["testing-0123456789ab"], ["testing"]],
  ["a team's environment", { environment: "eu-west-1" }, ["eu-west-1-0123456789ab"], ["eu-west-1"]],
  [
    "a dirty tree",
    { environment: "development", dirty: true },
    [],
    ["development-0123456789ab-dirty", "development"],
  ],
  [
    "a dirty version",
    { environment: "development", version: "1.0.0", dirty: true },
    [],
    ["development-1.0.0-dirty", "development"],
  ],
  ["a SHA-256 revision", { revision: "f".repeat(64) }, ["production-ffffffffffff"], ["production"]],
  ["a word as version", { version: "nightly" }, ["production-nightly"], ["production"]],
  [
    "versions of its own",
    { version: "1.4.2" },
    ["1.4.2"],
    ["1.4", "1"],
    ["{version}", "{major}.{minor}", "{major}"],
  ],
  ["no numbers without a version", {}, ["0123456789ab"], [], ["{version}", "{major}.{minor}"]],
  ["no numbers for a pre-release", { version: "2.0.0-rc.1" }, ["2.0.0-rc.1"], [], ["{version}", "{major}"]],
  ["one number only", { version: "7" }, ["7"], ["7x"], ["{version}", "{major}x", "{major}.{minor}"]],
  ["a day", {}, ["r0123456789ab"], ["20251121"], ["r{revision}", "{date}"]],
  ["no day without a commit", { created: 0 }, ["r0123456789ab"], [], ["r{revision}", "{date}"]],
  ["the service", {}, ["api_0123456789ab"], ["api"], ["{service}_{revision}", "{service}"]],
  ["a literal", {}, ["0123456789ab"], ["latest"], ["{revision}", "latest"]],
  [
    "no revision for a tag of it",
    { revision: undefined, version: "1.0.0" },
    ["1.0.0"],
    [],
    ["{version}", "{revision}"],
  ],
  ["two templates for one tag", {}, ["0123456789ab"], [], ["{version}", "{revision}"]],
];

describe("tags", () => {
  it.each(ROWS)("of %s", (_name, facts, immutable, moving, templates) => {
    const options = templates ? { templates: parseTemplates(templates) } : {};
    expect(tagsOf("api", { ...FACTS, ...facts }, options)).toEqual({ immutable, moving });
  });

  it("has latest only where it is asked for", () => {
    expect(tagsOf("api", FACTS, { latest: true }).moving).toEqual(["production", "latest"]);
  });

  it("takes 128 characters and no more", () => {
    const version = (length: number) => ({ ...FACTS, version: "1".padEnd(length, "x") });
    expect(tagsOf("api", version(117)).immutable[0]).toHaveLength(128);
    expect(() => tagsOf("api", version(118))).toThrow(/has 129 characters, and 128 is the most/);
  });

  it.each(["1.0 beta", "1/2", "é", "a:b"])("refuses the version %s", (version) => {
    expect(() => tagsOf("api", { ...FACTS, version })).toThrow(/can't be a tag/);
  });

  it("refuses a first character that no tag has", () => {
    const templates = parseTemplates([".{version}"]);
    expect(() => tagsOf("api", FACTS, { templates })).toThrow(/no \. or - first/);
  });

  it("refuses templates of which none makes a tag", () => {
    const templates = parseTemplates(["{environment}-{revision}"]);
    expect(() => tagsOf("api", { ...FACTS, revision: undefined, version: "1.0.0" }, { templates })).toThrow(
      "makes a tag",
    );
  });

  it("refuses a tag that would both stay and move", () => {
    const templates = parseTemplates(["{version}", "1.{minor}"]);
    expect(() => tagsOf("api", { ...FACTS, version: "1.4" }, { templates })).toThrow(/both stay and move/);
  });
});

describe("templates", () => {
  it.each([
    ["{verison}", 'unknown variable {verison}: did you mean "version"?'],
    ["{}", "unknown variable {}: expected one of service, environment"],
    ["{version", "variables are written {version}"],
    ["a b", '" " can\'t be in a tag'],
    ["v1/{version}", '"/" can\'t be in a tag'],
    ["", "a tag can't be empty"],
  ])("refuse %j", (text, said) => {
    expect(() => parseTemplate(text)).toThrow(said);
  });

  it("need one that stays", () => {
    expect(() => parseTemplates(["{environment}"])).toThrow(/none of the tags stays/);
  });
});
