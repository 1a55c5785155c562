import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { completion, SHELLS } from "../../../ci/local/commands/completion.ts";
import { complete } from "../../../ci/local/completion.ts";

const names = async () => ["api", "web"];

describe("what may stand there", () => {
  it.each([
    ["bui", ["build", "build-all"]],
    ["call bui", ["build", "build-all"]],
    ["build ", ["export", "publish", "terminal", "api", "web"]],
    ["build a", ["api"]],
    ["build api ", ["export", "publish", "terminal"]],
    ["build --service ", ["api", "web"]],
    ["build-all --only w", ["web"]],
    ["build --bases ", ["registry", "debian"]],
    ["build --fro", ["--frozen"]],
    ["build --frozen --fro", []],
    ["build api export --", ["--path"]],
    ["completion ", ["bash", "zsh", "fish"]],
    ["nothing ", []],
  ])("%j", async (line, expected) => expect(await complete(line.split(" "), names)).toEqual(expected));
});

it.each(SHELLS)("%s has a script that asks the command itself", async (shell) => {
  const { text } = await completion({ shell });
  expect(text).toContain(`multistage completion ${shell}`);
  expect(text).toContain("complete -- ");
});

it("bash completes with it", async () => {
  const { text } = await completion({ shell: "bash" });
  const script = `${text}\nmultistage() { printf '%s\\n' "$@"; }\nCOMP_WORDS=(multistage build ap); COMP_CWORD=2; _multistage; echo "\${COMPREPLY[*]}"`;
  const { stdout, stderr } = spawnSync("bash", ["-c", script], { encoding: "utf8" });
  expect({ stdout, stderr }).toEqual({ stdout: "complete -- build ap\n", stderr: "" });
});
