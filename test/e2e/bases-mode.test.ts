import { rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { LocalEngine } from "../../ci/local/engine.ts";
import { whereBasesComeFrom } from "../../src/commands/bases.ts";
import { SILENT } from "../../src/engine.ts";
import { Snapshot } from "../../src/files/snapshot.ts";

vi.hoisted(() => vi.stubEnv("XDG_CACHE_HOME", `/tmp/multistage-bases-mode-${process.pid}`));

/** What registries say beside a status; a proxy before them says nothing. */
const CODES: Record<number, string> = { 401: "UNAUTHORIZED", 404: "MANIFEST_UNKNOWN" };

/** The least that is a manifest. */
const MANIFEST = {
  schemaVersion: 2,
  mediaType: "application/vnd.oci.image.manifest.v1+json",
  config: {
    mediaType: "application/vnd.oci.image.config.v1+json",
    digest: `sha256:${"0".repeat(64)}`,
    size: 2,
  },
  layers: [],
};

/** A registry that answers for `answers404/x` with 404, and so on. */
let server: Server;
let host: string;
beforeAll(async () => {
  server = createServer(({ url = "" }, response) => {
    const said = /^\/v2\/answers(\d+)\//.exec(url)?.[1];
    const status = Number(said ?? 200);
    const code = CODES[status];
    const body = code ? { errors: [{ code }] } : said === "200" ? MANIFEST : {};
    response.writeHead(status, { "content-type": said === "200" ? MANIFEST.mediaType : "application/json" });
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((listens) => server.listen(0, "127.0.0.1", listens));
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
const forget = () => rmSync(process.env.XDG_CACHE_HOME ?? "", { recursive: true, force: true });
beforeEach(forget);
afterAll(() => {
  forget();
  server.close();
});

/** Where bases come from that `bases.yaml` says, and what the caller is told. */
async function asked(image: string) {
  const snapshot = Snapshot.of({ "bases.yaml": `golang:\n  image: ${image}\n` });
  const base = { name: "golang", address: image };
  const notes: string[] = [];
  const progress = { ...SILENT, note: (text: string) => void notes.push(text), event() {} };
  const engine = new LocalEngine({ root: ".", snapshot, git: false }, {}, [], progress);
  const bases = { ...engine.bases, present: async () => new Map() };
  const from = await whereBasesComeFrom(Object.assign(engine, { bases }), {}, () => [base]);
  return { from, notes };
}

describe("where bases come from, as a registry answers", () => {
  it("there, where it has them", async () => {
    expect(await asked(`${host}/answers200/x:1`)).toEqual({ from: "registry", notes: [] });
  });

  it.each(["500", "503"])("Debian where it answers %s", async (status) => {
    const { from, notes } = await asked(`${host}/answers${status}/x:1`);
    expect([from, notes]).toEqual([
      "debian",
      [expect.stringMatching(/^bases: debian \(.* can't be reached/)],
    ]);
  });

  it("Debian where nothing listens", async () => {
    expect(await asked("127.0.0.1:1/x:1")).toMatchObject({ from: "debian" });
  });

  it.each([
    ["404", "manifest unknown", "mend it there, or the version that a service asks for"],
    ["401", "HTTP status: 401", "log in to"],
    ["403", "HTTP status: 403", "log in to"],
  ])("nowhere where it answers %s: a mistake changes no bases", async (status, words, hint) => {
    const image = `${host}/answers${status}/x:1`;
    await expect(asked(image)).rejects.toMatchObject({
      message: `bases.yaml:2:10: no image ${image}`,
      exitCode: 2,
      lines: [expect.stringContaining(words)],
      next: expect.stringContaining(hint),
    });
  });

  it("a pinned digest that is gone is pinned anew", async () => {
    const image = `${host}/answers404/x:1@sha256:${"0".repeat(64)}`;
    await expect(asked(image)).rejects.toMatchObject({ next: expect.stringContaining("call pin export") });
  });
});
