import { describe, expect, it } from "vitest";
import { millisecondsOf } from "../../../../ci/local/builders/step-limit.ts";
import { callOptions } from "../../../../ci/local/call.ts";
import { buildAll } from "../../../../ci/local/commands/all.ts";

describe("--step-timeout", () => {
  it.each([
    ["600", 600_000],
    ["0.5", 500],
    ["2147483", 2_147_483_000],
    [undefined, undefined],
  ])("%s is %s ms", (asked, milliseconds) => {
    expect(millisecondsOf("--step-timeout", asked)).toBe(milliseconds);
  });

  it.each(["10m", "0", "-5", "", "3000000", "Infinity"])("%j is refused before any work", async (asked) => {
    const values = { "step-timeout": asked, source: "/a/repository/that/is/not/there" };
    await expect(buildAll(callOptions(values))).rejects.toMatchObject({
      exitCode: 2,
      message: `--step-timeout ${asked}: expected a number of seconds above 0, 2147483 at most`,
    });
  });
});
