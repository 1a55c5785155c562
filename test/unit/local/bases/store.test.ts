import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";

/** A machine whose buildah knows one image, whatever it is asked. */
let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "multistage-bases-"));
  mkdirSync(join(root, "bin"));
  writeFileSync(join(root, "bin/buildah"), "#!/bin/sh\necho id sha256:digest\n", { mode: 0o755 });
  vi.stubEnv("XDG_CACHE_HOME", join(root, "cache"));
  vi.stubEnv("PATH", `${join(root, "bin")}:${process.env.PATH}`);
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true });
});

it.each([
  "",
  "null",
  "[]",
  "{",
  "\u0000",
  '{"image":["id"],"at":"now"}',
  '{"image":"id","at":1,"circumstances":[]}',
])("a note that says %j counts as none: the base is made again, once", async (text) => {
  const { ensureImage } = await import("../../../../ci/local/bases/store.ts");
  const make = vi.fn(async () => "id");
  const ensure = () => ensureImage("localhost/multistage/go:1-key", { make });
  await ensure();
  const folder = join(root, "cache/multistage/bases");
  const notes = readdirSync(folder).filter((name) => name.endsWith(".json"));
  for (const name of notes) writeFileSync(join(folder, name), text);
  make.mockClear();
  expect(notes).toHaveLength(1);
  expect(await ensure()).toMatchObject({ cached: false });
  expect(await ensure()).toMatchObject({ cached: true, digest: "sha256:digest" });
  expect(make).toHaveBeenCalledTimes(1);
});
