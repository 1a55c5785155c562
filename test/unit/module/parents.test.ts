import { dag } from "@dagger.io/dagger";
import { describe, expect, it } from "vitest";
import { complete } from "../../../src/descriptor/with-defaults.ts";
import type { Parent } from "../../../src/engine.ts";
import { Snapshot } from "../../../src/files/snapshot.ts";
import { engineParents, takenDependencies } from "../../../src/module/parents.ts";
import { onDependencies } from "../../../src/pipeline/dependency-layer.ts";
import { type PlannedService, planService } from "../../../src/pipeline/plan.ts";
import { recordedQueries } from "./queries.ts";

const DIGEST = `sha256:${"a".repeat(64)}`;
const ADDRESS = `registry.example/team/cache@${DIGEST}`;

function planned(language: string, domain = "main"): PlannedService {
  const service = complete(
    Snapshot.of({}).under("services/shop"),
    "shop",
    language,
    { port: 8080 },
    undefined,
  );
  const address = (base: string) => `${base}:1@${DIGEST}`;
  const inputs = { environment: "development", domain, address, snapshot: Snapshot.of({}) };
  return planService(service, service, inputs);
}

const lastOf = async (work: () => Promise<unknown>, said?: (query: string) => unknown) =>
  (await recordedQueries(work, said)).at(-1) ?? "";

describe("dependencies that another machine made, on an engine", () => {
  it("are an image by its digest, with the caches that their own stage leaves mounted", async () => {
    const graph = await lastOf(async () => {
      const plan = onDependencies(planned("go", "pr-12"), ADDRESS);
      await takenDependencies({}, plan)?.withExec(["go", "build"]).sync();
    });
    expect(graph).toContain(`from address: "${ADDRESS}"`);
    expect(graph.match(/withMountedCache path: "[^"]+"/g)).toEqual([
      'withMountedCache path: "/var/cache/go-mod"',
      'withMountedCache path: "/root/.cache/go-build"',
    ]);
    expect(graph).not.toContain("go mod download");
  });

  it("have no cache mounted that their stage unmounts", async () => {
    const graph = await lastOf(async () => {
      await takenDependencies({}, onDependencies(planned("java"), ADDRESS))?.sync();
    });
    expect(graph).not.toContain("withMountedCache");
  });

  it("are none where a plan makes its own", () => {
    expect(takenDependencies({}, planned("go"))).toBeUndefined();
  });

  it("are pulled before the build counts on them", async () => {
    const parents = engineParents({}, async () => dag.container());
    const remote = { repository: "registry.example/team/cache", digest: DIGEST } as never;
    let from = "";
    const graph = await lastOf(async () => {
      from = await parents.take({} as Parent, remote);
    });
    expect([from, graph]).toEqual([
      ADDRESS,
      expect.stringMatching(/from address.*\n +withExec args: \["true"\]/),
    ]);
  });

  it("are published under the tag of their entry, by whoever has the account", async () => {
    const password = dag.secret("env://PASSWORD");
    const account = { registryUsername: "ci", registryPassword: password };
    const parents = engineParents(account, async () => dag.container().from("golang:1"));
    let digest = "";
    const graph = await lastOf(
      async () => {
        digest = await parents.upload(
          { planned: planned("go") } as Parent,
          "registry.example/team/cache",
          "tag",
        );
      },
      (query) => (query.includes("publish") ? ADDRESS.replace("@", ":tag@") : undefined),
    );
    expect(digest).toBe(DIGEST);
    expect(graph).toMatch(/withRegistryAuth address: "registry.example",username: "ci"/);
    expect(graph).toMatch(/publish address: "registry.example\/team\/cache:tag",forcedCompression: Zstd/);
  });
});
