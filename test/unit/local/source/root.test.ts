import { mkdirSync, mkdtempSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { rootOf } from "../../../../ci/local/source/root.ts";

const made = realpathSync(mkdtempSync(join(tmpdir(), "multistage-root-")));
const files = [
  "team/.git/HEAD",
  "team/api/go.mod",
  "team/shop/multistage.yaml",
  "team/shop/web/src/a.ts",
  "bare/x/y",
];
for (const file of [...files, "linked/.git", "linked/api/x", "named/multistage.yaml", "named/api/x"]) {
  mkdirSync(dirname(join(made, file)), { recursive: true });
  writeFileSync(join(made, file), "");
}
writeFileSync(join(made, "multistage.yaml"), "");
symlinkSync(join(made, "team/api"), join(made, "link"));

it.each([
  ["in a git repository it is its root", "team/api", "team", "api"],
  ["at the root the caller stands nowhere below", "team", "team", undefined],
  ["multistage.yaml comes before git", "team/shop/web/src", "team/shop", "web/src"],
  ["one above a git repository is another's", "linked/api", "linked", "api"],
  ["without git it is where multistage.yaml is", "named/api", "named", "api"],
  ["a link leads to where it leads", "link", "team", "api"],
])("%s", (_, from, root, standing) => {
  expect(rootOf(undefined, join(made, from))).toEqual({ root: join(made, root), standing });
});

it("a named source is taken as it is", () => {
  expect(rootOf("services", made)).toEqual({ root: "services" });
});
