import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { ServiceResult } from "../../src/report/result.ts";
import { EDITS, now } from "./caching.ts";
import { callJson, copyOf, LOCAL, only } from "./command.ts";

/** `CACHING=api` checks only this one. */
const chosen = Object.entries(EDITS).filter(
  ([name]) => process.env.CACHING?.split(",").includes(name) ?? true,
);

describe.each(chosen)("a change of %s", (name, edit) => {
  const root = copyOf(name, edit.inputs);
  const at = (path: string) => join(root, path.startsWith("/") ? path : join("services", name, path));
  const words = ["build", "--service", name, "--source", root, ...LOCAL];
  const build = async (env?: Record<string, string>, within?: string[]) => {
    const result = only(await callJson(words, env, within));
    expect(result.error).toBeNull();
    return result;
  };
  let first: ServiceResult;

  // A finished image is known by its record, even where its layers were pruned since: `artifact` makes sure of them.
  beforeAll(async () => {
    expect(only(await callJson(["artifact", ...words.slice(1)])).error).toBeNull();
  });

  it("nothing: nothing runs", async () => {
    first = await build();
    const again = await build();
    expect(again.status).toBe("cached");
    expect(ran(again)).toEqual([]);
    expect(again.digest).toBe(first.digest);
  });

  it("README, and a comment where a compiler reads it: the image stays as it is, and nothing is fetched", async () => {
    appendFileSync(at("README.md"), `\nMore, ${now}.\n`);
    if (edit.compiled) appendFileSync(at(edit.source), edit.comment);
    const result = await build();
    if (edit.compiled) expect(ran(result)).toContain("build");
    expect(ran(result)).not.toContain("dependencies");
    expect(result.digest).toBe(first.digest);
  });

  // As on a machine that has only the layers: builders keep caches below TMPDIR, and there is no network.
  it("a source: the dependency layer serves without any cache or network, and the image is another", async () => {
    appendFileSync(at(edit.source), edit.comment + edit.code);
    const empty = mkdtempSync(join(tmpdir(), "multistage-caches-"));
    const result = await build({ TMPDIR: empty }, ["unshare", "--net"]);
    rmSync(empty, { recursive: true });
    expect(ran(result)).toContain("build");
    expect(ran(result)).not.toContain("dependencies");
    expect(result.digest).not.toBe(first.digest);
  });

  it("the lockfile: dependencies are fetched again", async () => {
    appendFileSync(at(edit.lock), edit.more);
    const result = only(await callJson([...words, "--stage", "dependencies"]));
    expect(result.error).toBeNull();
    expect(ran(result)).toContain("dependencies");
  });
});

/** Names of the stages of which some step did not come from a cache. */
function ran({ stages = [] }: ServiceResult): string[] {
  return stages.filter(({ cached }) => !cached).map((stage) => stage.name);
}
