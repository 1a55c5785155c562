import { describe, expect, it } from "vitest";
import { Snapshot } from "../../../../../src/files/snapshot.ts";
import { activeProfiles } from "../../../../../src/languages/java/maven/profiles.ts";
import { element, parseXml } from "../../../../../src/manifests/xml.ts";

/** Names of the profiles that are active, given as name to activation. */
function active(profiles: Record<string, string>): string {
  const all = Object.entries(profiles).map(
    ([id, activation]) => `<profile><id>${id}</id><activation>${activation}</activation></profile>`,
  );
  const project = element(parseXml(`<project><profiles>${all.join("")}</profiles></project>`), "project");
  const base = Snapshot.of({ "src/main/x.yml": "" });
  return activeProfiles(project, { base, java: 17 })
    .map((profile) => element(profile, "id")?.text)
    .join(" ");
}

describe("activeProfiles", () => {
  const byDefault = "<activeByDefault>true</activeByDefault>";

  it("takes those that are active by default where nothing activates another", () => {
    expect(active({ a: byDefault, b: "" })).toBe("a");
    expect(active({ a: byDefault, b: "<jdk>17</jdk>" })).toBe("b");
  });

  it.each([
    ["<file><exists>src/main/x.yml</exists></file>", true],
    [`<file><exists>\${basedir}/src/main</exists></file>`, true],
    ["<file><exists>y</exists></file>", false],
    ["<file><missing>y</missing></file>", true],
    ["<jdk>[11,)</jdk>", true],
    ["<jdk>[1.8,17)</jdk>", false],
    ["<jdk>!1.8</jdk>", true],
    ["<os><family>unix</family></os>", true],
    ["<os><family>windows</family></os>", false],
    ["<property><name>!skip</name></property>", true],
    ["<property><name>release</name></property>", false],
    ["<jdk>17</jdk><property><name>release</name></property>", false],
  ])("%s: %s", (activation, expected) => expect(active({ a: activation })).toBe(expected ? "a" : ""));
});
