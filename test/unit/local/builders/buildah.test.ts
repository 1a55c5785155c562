import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";

afterEach(() => vi.unstubAllEnvs());

const RECORDED = [
  { id: "a1", names: ["localhost/own:1", "localhost/own:2"] },
  { id: "b2", names: null },
  { id: "c3" },
];
const LISTED = [
  { id: "sha256:d4", names: ["localhost/listed:1"] },
  { id: "sha256:e5", names: null },
];

/** The names that there are, where buildah says this of its store, whose record of images is this text. */
async function names(store: object, recorded?: string): Promise<Map<string, string>> {
  const root = mkdtempSync(join(tmpdir(), "multistage-buildah-"));
  const info = JSON.stringify({ store: { GraphRoot: root, GraphOptions: null, ...store } });
  const script = `#!/bin/sh\ncase "$1" in info) echo '${info}' ;; images) echo '${JSON.stringify(LISTED)}' ;; esac\n`;
  writeFileSync(join(root, "buildah"), script, { mode: 0o755 });
  mkdirSync(join(root, "vfs-images"));
  if (recorded !== undefined) writeFileSync(join(root, "vfs-images/images.json"), recorded);
  vi.stubEnv("PATH", `${root}:${process.env.PATH}`);
  vi.resetModules();
  const { buildah } = await import("../../../../ci/local/builders/buildah.ts");
  return buildah.images();
}

describe("the images that buildah has", () => {
  it("are read where the store records them, for any driver", async () => {
    const found = await names({ GraphDriverName: "vfs" }, JSON.stringify(RECORDED));
    expect(found).toEqual(
      new Map([
        ["localhost/own:1", "a1"],
        ["localhost/own:2", "a1"],
      ]),
    );
  });

  it.each([
    ["images also come from another store", { GraphOptions: ["vfs.imagestore=/other"] }, "[]"],
    ["there is no record", {}, undefined],
    ["the record can't be read", {}, '[{"id":'],
  ])("are asked for where %s", async (_, more, recorded) => {
    const found = await names({ GraphDriverName: "vfs", ...more }, recorded);
    expect(found).toEqual(new Map([["localhost/listed:1", "d4"]]));
  });
});
