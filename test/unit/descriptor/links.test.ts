import { describe, expect, it } from "vitest";
import { linkFacts } from "../../../src/descriptor/links.ts";
import { Snapshot } from "../../../src/files/snapshot.ts";

/** What the links of services/api lead to. */
function inputs(files: string[], links: Record<string, string>): string[] {
  const root = new Snapshot([...files, ...Object.keys(links)], new Map(), new Map(Object.entries(links)));
  return linkFacts(root.under("services/api")).flatMap(({ value }) => value as string[]);
}

const FILES = ["common/c.js", "common/deep/d.js", "libs/e.js", "services/api/server.js"];

describe("what links of a service lead to", () => {
  it.each<[string, Record<string, string>, string[]]>([
    ["a directory", { "services/api/shared": "../../common" }, ["common"]],
    ["a file", { "services/api/c.js": "../../common/c.js" }, ["common/c.js"]],
    ["within the service", { "services/api/s.js": "server.js" }, []],
    ["nothing", { "services/api/s.js": "../../gone" }, []],
    ["out of the repository", { "services/api/s.js": "../../../x" }, []],
    ["an absolute path", { "services/api/s.js": "/etc/passwd" }, []],
    ["what holds the service", { "services/api/root": "../.." }, []],
    ["itself", { "services/api/s.js": "s.js" }, []],
    ["a chain", { "services/api/a": "../../b", b: "common" }, ["common"]],
    ["through another link", { "services/api/a": "../../b/deep/d.js", b: "common" }, ["common/deep/d.js"]],
    [
      "links of what they lead to",
      { "services/api/a": "../../common", "common/e.js": "../libs/e.js" },
      ["common", "libs/e.js"],
    ],
    ["what nobody runs", { "services/api/LICENSE": "../../common/c.js" }, []],
  ])("%s", (_name, links, expected) => {
    expect(inputs(FILES, links)).toEqual(expected);
  });
});
