import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { FUNCTIONS } from "../../../ci/local/functions.ts";
import { PROJECT } from "../../../ci/local/paths.ts";
import { referencePages } from "../../../ci/reference.ts";

const pages = referencePages();

it.each(
  Object.keys(pages),
)("docs/reference/%s is what the code says: else run ci/write-reference.ts", (name) => {
  expect(readFileSync(join(PROJECT, "docs/reference", name), "utf8")).toBe(pages[name]);
});

it("tells every command with its flags, and every field with its place", () => {
  for (const [name, { flags }] of Object.entries(FUNCTIONS)) {
    const part = pages["commands.md"]?.split(`## ${name}\n`)[1]?.split("\n## ")[0] ?? "";
    for (const flag of Object.keys(flags)) expect(part).toContain(`\`--${flag}\``);
  }
  expect(pages["multistage.md"]).toContain("| `environments.NAME.registry` | text |");
  expect(pages["service.md"]).toMatch(/\| `expect\[\]\.status` \|/);
});
