import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { $ } from "zx";
import { putJson, putLayer } from "../../ci/local/images/store.ts";
import { sha256 } from "../../src/publish/digest.ts";
import { MEDIA } from "../../src/publish/oci.ts";

/** An image of one small layer in the store; the same content has the same digest. */
export async function tinyImage(content: string): Promise<string> {
  const name = join(tmpdir(), randomUUID());
  writeFileSync(name, content);
  const tar = `${name}.tar`;
  const fixed = [
    "--mtime=@0",
    "--owner=0",
    "--group=0",
    "--numeric-owner",
    "--mode=644",
    "--transform",
    "s,.*,file,",
  ];
  await $({ quiet: true })`tar ${fixed} -P -cf ${tar} ${name}`;
  const bytes = await readFile(tar);
  const diffId = sha256(bytes);
  const layer = await putLayer(tar, diffId);
  await Promise.all([name, tar].map((path) => rm(path)));
  const config = {
    created: "1970-01-01T00:00:00Z",
    architecture: "amd64",
    os: "linux",
    config: {},
    rootfs: { type: "layers", diff_ids: [diffId] },
    history: [{ created: "1970-01-01T00:00:00Z", created_by: "COPY" }],
  };
  const manifest = {
    schemaVersion: 2,
    mediaType: MEDIA.manifest,
    config: await putJson(config, MEDIA.config),
    layers: [layer],
  };
  return (await putJson(manifest, MEDIA.manifest)).digest;
}
