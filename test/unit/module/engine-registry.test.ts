import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { dag } from "@dagger.io/dagger";
import { describe, expect, it } from "vitest";
import { EngineBlobs } from "../../../src/module/engine-blobs.ts";
import { engineRegistry } from "../../../src/module/engine-registry.ts";
import { sha256 } from "../../../src/publish/digest.ts";
import type { Publisher } from "../../../src/publish/publisher.ts";
import { recordedQueries } from "./queries.ts";

const HOST = "127.0.0.1:65534";
const MANIFEST = JSON.stringify({ schemaVersion: 2, layers: [] });

/** What an engine is asked while a client of a registry does something; `answers` is whether functions reach that. */
async function asked(work: (client: Publisher) => Promise<unknown>, answers = true): Promise<string> {
  const server = createServer((_, to) => to.end(MANIFEST)).listen(0, "127.0.0.1");
  await new Promise((listening) => server.once("listening", listening));
  const endpoint = answers ? `127.0.0.1:${(server.address() as AddressInfo).port}` : HOST;
  const said = (query: string) => {
    if (/\bendpoint\b/.test(query)) return endpoint;
    if (/\bports\b/.test(query)) return [{ id: "port" }];
    if (/\bexitCode\b/.test(query)) return 0;
    return /\bstdout\b/.test(query) ? MANIFEST : undefined;
  };
  const use = async () => {
    const registryService = dag.host().service([{ backend: 1, frontend: 1 }], { host: "127.0.0.1" });
    const tool = async () => dag.container().from("debian");
    await work(await engineRegistry([HOST], { access: { registryService }, blobs: new EngineBlobs(), tool }));
  };
  try {
    return (await recordedQueries(use, said)).join("\n");
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const askTag = async (client: Publisher) =>
  expect(await client.digestOf(`${HOST}/team/api`, "testing")).toBe(sha256(MANIFEST));

describe("a registry that an engine's caller has", () => {
  it("is asked without a container", async () => {
    expect(await asked(askTag)).not.toContain("withExec");
  });

  it("is asked by one where a function can't reach it", async () => {
    expect(await asked(askTag, false)).toMatch(/withExec args: \["timeout","60","skopeo","inspect"/);
  });

  it("is refused where no container reaches it either", async () => {
    const given = { access: {}, blobs: new EngineBlobs(), tool: async () => dag.container() };
    await expect(engineRegistry([HOST], given)).rejects.toMatchObject({
      exitCode: 2,
      next: `add --registry-service tcp://${HOST}`,
    });
  });
});
