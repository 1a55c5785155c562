import { spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { exclusively } from "../../../../ci/local/bases/lock.ts";

const withFlock = spawnSync("flock", ["--version"]).status === 0;

describe.runIf(withFlock)("exclusively", () => {
  const file = join(mkdtempSync(join(tmpdir(), "lock-")), "deep", "a.lock");

  it("lets one work at a time, and answers what the work does", async () => {
    let inside = 0;
    let most = 0;
    const work = async (answer: number) => {
      most = Math.max(most, ++inside);
      await setTimeout(30);
      inside--;
      return answer;
    };
    const answers = await Promise.all([1, 2, 3].map((answer) => exclusively(file, () => work(answer))));
    expect(answers).toEqual([1, 2, 3]);
    expect(most).toBe(1);
  });

  it("is free again after work that failed", async () => {
    await expect(exclusively(file, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    await expect(exclusively(file, async () => "yes")).resolves.toBe("yes");
  });
});
