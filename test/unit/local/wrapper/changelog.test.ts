import { expect, it } from "vitest";
import { changesBetween, compareVersions } from "../../../../ci/local/wrapper/changelog.ts";

const LOG =
  "# multistage\n\n## 1.10.0\n\n- c\n\n## 1.9.0\n\n- b\n\n## 1.9.0-rc.1\n\n- a\n\n## 1.8.0\n\n- first\n";

it.each([
  ["1.8.0", "1.10.0", ["1.10.0", "1.9.0", "1.9.0-rc.1"]],
  ["1.9.0", "1.10.0", ["1.10.0"]],
  ["1.9.0-rc.1", "1.9.0", ["1.9.0"]],
  ["1.10.0", "1.8.0", []],
  ["1.10.0", "1.10.0", []],
])("after %s up to %s it tells %j", (after, upTo, versions) => {
  const told = changesBetween(LOG, after, upTo);
  expect([...told.matchAll(/^## (.*)$/gm)].map(([, version]) => version)).toEqual(versions);
});

it("a preview comes before its version", () => {
  const sorted = ["1.0.0", "1.0.0-rc.2", "0.9.9", "1.0.0-rc.10"].sort(compareVersions);
  expect(sorted).toEqual(["0.9.9", "1.0.0-rc.2", "1.0.0-rc.10", "1.0.0"]);
});
