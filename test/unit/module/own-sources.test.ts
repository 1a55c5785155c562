import { describe, expect, it } from "vitest";
import { Snapshot } from "../../../src/files/snapshot.ts";
import { refuseOwnSources } from "../../../src/module/own-sources.ts";
import { recordedQueries } from "./queries.ts";

const OURS = Snapshot.of({ "src/module/own-sources.ts": "", "services/api/go.mod": "" });

/** Refuses sources for a caller who stands where these files are found. */
function refused(sources: Snapshot, found: string[]): Promise<string[]> {
  return recordedQueries(
    () => refuseOwnSources(sources),
    (query) => (found.some((name) => query.includes(`"${name}"`)) ? "/found" : null),
  );
}

describe("the module's own repository", () => {
  it("is no source for who stands in another one", async () => {
    await expect(refused(OURS, [".git"])).rejects.toMatchObject({
      exitCode: 2,
      next: expect.stringContaining("--source ."),
    });
  });

  it("is one for who stands in it, or in none", async () => {
    expect(await refused(OURS, [".git", "src/module/own-sources.ts"])).toHaveLength(2);
    expect(await refused(OURS, [])).toHaveLength(2);
  });

  it("is asked for of no other sources", async () => {
    expect(await refused(Snapshot.of({ "src/index.ts": "" }), [".git"])).toEqual([]);
  });
});
