import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { $ } from "zx";
import { sha256 } from "../../../src/publish/digest.ts";
import { openArchive } from "../../../src/start-check/archive.ts";
import { textAt } from "../../../src/start-check/image-files.ts";

const root = mkdtempSync(join(tmpdir(), "archive-"));
afterAll(() => rmSync(root, { recursive: true }));

it("opens an OCI archive as it lies", async () => {
  const quietly = $({ quiet: true, cwd: root });
  const blobs = join(root, "image/blobs/sha256");
  mkdirSync(blobs, { recursive: true });
  const blob = (bytes: Buffer) => {
    writeFileSync(join(blobs, sha256(bytes).slice("sha256:".length)), bytes);
    return { digest: sha256(bytes), size: bytes.length, mediaType: "x" };
  };
  const json = (value: unknown) => blob(Buffer.from(JSON.stringify(value)));
  writeFileSync(join(root, "hello"), "world");
  await quietly`tar -cf layer.tar hello`;
  const layer = blob(readFileSync(join(root, "layer.tar")));
  const config = json({ architecture: "amd64", os: "linux", config: { Cmd: ["/hello"] } });
  const manifest = json({ schemaVersion: 2, config, layers: [layer] });
  writeFileSync(join(root, "image/index.json"), JSON.stringify({ manifests: [manifest] }));
  await quietly`tar -C image -cf image.tar .`;
  const bytes = readFileSync(join(root, "image.tar"));
  const opened = await openArchive({ read: async (from, length) => bytes.subarray(from, from + length) });
  expect(opened.config.config.Cmd).toEqual(["/hello"]);
  expect(await textAt(await opened.files(), "/hello")).toBe("world");
});
