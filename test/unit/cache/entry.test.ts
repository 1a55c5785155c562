import { describe, expect, it } from "vitest";
import { type Entry, entryManifest, parseEntry } from "../../../src/cache/entry.ts";
import { sha256 } from "../../../src/publish/digest.ts";
import { type ImageConfig, type ImageManifest, MEDIA } from "../../../src/publish/oci.ts";

const KEY = "a".repeat(64);
const config: ImageConfig = {
  architecture: "amd64",
  os: "linux",
  config: { Env: ["A=ü"] },
  rootfs: { type: "layers", diff_ids: [sha256("tar")] },
};
const image: ImageManifest = {
  schemaVersion: 2,
  mediaType: MEDIA.manifest,
  config: { mediaType: MEDIA.config, digest: sha256(JSON.stringify(config)), size: 9 },
  layers: [{ mediaType: MEDIA.layer, digest: sha256("layer"), size: 5 }],
};
const entry: Entry = {
  schemaVersion: 1,
  key: KEY,
  kind: "image",
  service: "api",
  durationMs: 1200,
  stages: [{ name: "build", base: "golang" }],
  used: "2026-11-27",
  image: { digest: sha256(JSON.stringify(image)), config, sizeBytes: 10, compressedBytes: 5 },
};

/** The text of an entry's manifest, changed. */
function text(change: (manifest: ImageManifest, entry: Entry) => void = () => {}): string {
  const written = structuredClone(entry);
  const manifest = structuredClone(image);
  change(manifest, written);
  return JSON.stringify(entryManifest(written, manifest));
}

describe("an entry of the shared cache", () => {
  it("is read as it was written, with the image's own manifest", () => {
    const found = parseEntry(text(), KEY);
    expect(found?.entry).toEqual(entry);
    expect(JSON.stringify(found?.manifest)).toBe(JSON.stringify(image));
    expect(found?.digest).toBe(sha256(text()));
  });

  it("of a test has what it printed, and no image", () => {
    const { image: _, ...tested } = { ...entry, kind: "test" as const, output: "ok" };
    const found = parseEntry(JSON.stringify(entryManifest(tested)), KEY);
    expect(found?.entry).toEqual(tested);
  });

  it("is none under another key", () => {
    expect(parseEntry(text(), "b".repeat(64))).toBeUndefined();
  });

  it.each<[string, string]>([
    ["no JSON", "<html>a portal</html>"],
    ["an image without an entry", JSON.stringify(image)],
    [
      "other layers than the image's",
      text(({ layers }) => void Object.assign(layers[0] as object, { size: 6 })),
    ],
    [
      "another configuration",
      text((_, { image }) => void Object.assign(image?.config ?? {}, { os: "plan9" })),
    ],
    ["a digest of something else", text((_, { image }) => void Object.assign(image ?? {}, { digest: KEY }))],
    ["sizes that are none", text((_, { image }) => void Object.assign(image ?? {}, { sizeBytes: -1 }))],
    ["another version of entries", text((_, entry) => void Object.assign(entry, { schemaVersion: 2 }))],
    ["stages that are none", text((_, entry) => void Object.assign(entry, { stages: [1] }))],
  ])("is none where it is %s", (_, said) => {
    expect(parseEntry(said, KEY)).toBeUndefined();
  });
});
