import { expect, it } from "vitest";
import { difference, fileText, whatIsThere } from "../../../ci/providers/file.ts";
import { pipelineOf } from "../../../ci/providers/pipeline.ts";
import type { Provider } from "../../../ci/providers/provider.ts";
import { PROVIDERS } from "../../../ci/providers/providers.ts";
import { CI_DEFAULTS } from "../../../src/publish/ci-settings.ts";

const text = (name: string, settings = {}) =>
  fileText(PROVIDERS[name] as Provider, name, pipelineOf({ ...CI_DEFAULTS, ...settings }, "./daggerw", name));

it.each(
  Object.keys(PROVIDERS),
)("%s: what was written is known from what somebody changed or wrote", (name) => {
  const [wanted, before] = [text(name), text(name, { branch: "trunk" })];
  expect(wanted.split("\n")[0]).toMatch(/^(#|\/\/) Written by `multistage ci --provider /);
  expect(whatIsThere(undefined, wanted)).toBe("missing");
  expect(whatIsThere(wanted, wanted)).toBe("current");
  expect(whatIsThere(before, wanted)).toBe("outdated");
  expect(whatIsThere(before.replace("trunk", "edge"), wanted)).toBe("edited");
  expect(whatIsThere(`${before}\n`, wanted)).toBe("edited");
  expect(whatIsThere(before.slice(before.indexOf("\n") + 1), wanted)).toBe("foreign");
});

it("shows what changes", () => {
  expect(difference(".gitlab-ci.yml", "a\nb\n", "a\nc\n")).toMatch(/^--- .gitlab-ci.yml[\s\S]*^-b\n\+c$/m);
});
