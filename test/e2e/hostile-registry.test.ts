import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, statSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { skopeo } from "../../ci/local/publish/skopeo.ts";
import { pull } from "../../ci/local/publish/transfer.ts";
import { MEDIA } from "../../src/publish/oci.ts";
import { LONGEST } from "../../src/untrusted-json.ts";

const sha256 = (text: string) => `sha256:${createHash("sha256").update(text).digest("hex")}`;
const CONFIG = "{}";
const MANIFEST = JSON.stringify({
  schemaVersion: 2,
  mediaType: MEDIA.manifest,
  config: { mediaType: MEDIA.empty, digest: sha256(CONFIG), size: CONFIG.length },
  layers: [{ mediaType: "application/json", digest: sha256("{}\n"), size: 3 }],
});

/** Says that its one layer has three bytes, and sends it without end. */
const server = createServer((request, response) => {
  if (!/blobs|manifests/.test(request.url ?? "")) return response.end();
  if (request.url?.includes("manifests"))
    return response.writeHead(200, { "Content-Type": MEDIA.manifest }).end(MANIFEST);
  return request.url?.includes(sha256(CONFIG)) ? response.end(CONFIG) : endless(response);
});

function endless(response: ServerResponse): void {
  while (response.writable && response.write(Buffer.alloc(2 ** 20)));
  response.once("drain", () => endless(response));
}

let repository: string;
beforeAll(async () => {
  await new Promise<void>((done) => void server.listen(0, "127.0.0.1", done));
  repository = `127.0.0.1:${(server.address() as AddressInfo).port}/team/api`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const access = { credentials: async () => undefined, timeout: 20_000 };

describe("a registry that sends without end", { timeout: 60_000 }, () => {
  it("fills no disk where a release is read", async () => {
    const publisher = await skopeo(access);
    await expect(publisher.read(repository, sha256(MANIFEST))).rejects.toMatchObject({
      lines: [expect.stringContaining("file too large")],
    });
  });

  it("fills no disk where an image is fetched", async () => {
    const directory = mkdtempSync(join(tmpdir(), "multistage-hostile-"));
    const transfer = { repository, reference: sha256(MANIFEST), directory, bytes: 3 };
    await expect(pull(transfer, access)).rejects.toMatchObject({
      lines: [expect.stringContaining("file too large")],
    });
    const sizes = readdirSync(directory, { recursive: true }).map(
      (path) => statSync(join(directory, String(path))).size,
    );
    expect(Math.max(...sizes)).toBeLessThanOrEqual(LONGEST + 512);
  });
});
