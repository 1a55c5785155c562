import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { sha256 } from "../../../../src/publish/digest.ts";

let cache: string;
beforeAll(() => {
  cache = mkdtempSync(join(tmpdir(), "multistage-blobs-"));
  vi.stubEnv("XDG_CACHE_HOME", cache);
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(cache, { recursive: true });
});

const modules = async () => ({
  ...(await import("../../../../ci/local/images/blobs.ts")),
  ...(await import("../../../../ci/local/images/store.ts")),
  ...(await import("../../../../ci/local/images/layout.ts")),
});

/** One byte of a file becomes another: its size stays. */
function flip(path: string): void {
  const bytes = readFileSync(path);
  bytes[9] = (bytes[9] ?? 0) ^ 1;
  writeFileSync(path, bytes);
}

/** An image with one layer. */
async function image() {
  const { putJson, putLayer } = await modules();
  const tar = join(cache, "layer.tar");
  writeFileSync(tar, "a layer, as far as gzip knows");
  const layer = await putLayer(tar, sha256(readFileSync(tar)));
  const config = await putJson({}, "config");
  const { digest } = await putJson({ config, layers: [layer] }, "manifest");
  return { digest, layer };
}

it("a flipped byte is not exported; the image is made anew with the same digest", async () => {
  const { blobPath, exportArchive } = await modules();
  const { digest, layer } = await image();
  const out = join(cache, "out.tar");
  await exportArchive(digest, "x", out);
  rmSync(out);
  flip(blobPath(layer.digest));
  await expect(exportArchive(digest, "x", out)).rejects.toMatchObject({ exitCode: 75 });
  expect(existsSync(out)).toBe(false);
  expect(existsSync(blobPath(layer.digest))).toBe(false);
  expect(await image()).toEqual({ digest, layer });
  await exportArchive(digest, "x", out);
  expect(sha256(readFileSync(blobPath(layer.digest)))).toBe(layer.digest);
});

it("a flipped byte is not built on either, though nobody exported it in between", async () => {
  const { blobPath } = await modules();
  const { layer } = await image();
  flip(blobPath(layer.digest));
  await image();
  expect(sha256(readFileSync(blobPath(layer.digest)))).toBe(layer.digest);
});

it("a memo that was damaged counts as none", async () => {
  const { IMAGES } = await modules();
  const { layer } = await image();
  const memo = join(IMAGES, "gzip-6", sha256("a layer, as far as gzip knows").replace(":", "-"));
  for (const text of ["", "null", "[]", "{", '{"digest":"sha256:../../x","size":1,"mediaType":"x"}']) {
    writeFileSync(memo, text);
    expect((await image()).layer).toEqual(layer);
  }
});

it.each([
  "sha256:../../../etc/passwd",
  "",
  "sha256",
  "../x",
])("%j is the digest of no file", async (digest) => {
  const { blobPath } = await modules();
  expect(() => blobPath(digest)).toThrow("no digest");
});
