import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { $ } from "zx";
import { optionsInto } from "../../../../src/languages/scala/recipe.ts";

/** What `java` is given in a service's directory with these files. */
async function optionsOf(files: Record<string, string>): Promise<string[]> {
  const cwd = mkdtempSync(join(tmpdir(), "multistage-scala-"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
  await $({ quiet: true, cwd })`sh -ec ${optionsInto("options")}`;
  return readFileSync(join(cwd, "options"), "utf8").split("\n").filter(Boolean);
}

it("gives java what .sbtopts says of it, and nothing that is sbt's own", async () => {
  const sbtopts = "# memory\n-J-Xmx900m -Dmode=a#b\r\n-mem 2048\n-v # loud\n-sbt-dir x\n-J-Dx=y\n";
  expect(await optionsOf({ ".sbtopts": sbtopts })).toEqual(["-Xmx900m", "-Dmode=a#b", "-Xmx2048m", "-Dx=y"]);
});

it("gives java .jvmopts as it is, after .sbtopts", async () => {
  const files = { ".sbtopts": "-J-Xss8m\n", ".jvmopts": "# stack\n-Xss16m" };
  expect(await optionsOf(files)).toEqual(["-Xss8m", "# stack", "-Xss16m"]);
  expect(await optionsOf({ ...files, ".sbtopts": "-J-Xss8m" })).toEqual(["-Xss8m", "# stack", "-Xss16m"]);
  expect(await optionsOf({})).toEqual([]);
});
