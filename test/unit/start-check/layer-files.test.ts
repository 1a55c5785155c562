import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { $ } from "zx";
import { fileAt, textAt } from "../../../src/start-check/image-files.ts";
import { layerFiles } from "../../../src/start-check/layer-files.ts";
import type { Bytes } from "../../../src/start-check/tar.ts";

/** A layer as the machine's tar writes it. */
async function layer(files: Record<string, string>, links: Record<string, string> = {}, format = "gnu") {
  const root = mkdtempSync(join(tmpdir(), "layer-"));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, path, ".."), { recursive: true });
    writeFileSync(join(root, path), text, { mode: 0o755 });
  }
  for (const [path, target] of Object.entries(links)) symlinkSync(target, join(root, path));
  await $({ quiet: true })`tar --format=${format} -C ${root} -cf ${root}.tar .`;
  const bytes = readFileSync(`${root}.tar`);
  rmSync(root, { recursive: true });
  rmSync(`${root}.tar`);
  return { read: async (from, length) => bytes.subarray(from, from + length) } satisfies Bytes;
}

const LONG = `${"long/".repeat(40)}ä.txt`;

it.each(["gnu", "pax", "ustar"])("reads what lies in layers of form %s", async (format) => {
  const long = format === "ustar" ? "some/ä.txt" : LONG;
  const first = await layer(
    { "app/a": "old", "app/b": "b", "lib/x": "x", [long]: "far" },
    { link: "app/a" },
    format,
  );
  const second = await layer(
    { "app/a": "new", "app/.wh.b": "", "lib/.wh..wh..opq": "", "lib/y": "y" },
    {},
    format,
  );
  const files = await layerFiles([first, second]);
  expect(await textAt(files, "/link")).toBe("new");
  expect(await textAt(files, `/${long}`)).toBe("far");
  expect(files.names("/app")).toEqual(["a"]);
  expect(files.names("/lib")).toEqual(["y"]);
  expect(fileAt(files, "/app/a")?.entry).toMatchObject({ mode: 0o755, size: 3 });
  expect(new TextDecoder().decode(await files.read("/app/a", 1, 1))).toBe("e");
});

it("a directory that becomes a file takes what lay in it away", async () => {
  const files = await layerFiles([await layer({ "a/b": "1" }), await layer({ a: "2" })]);
  expect([files.entry("/a")?.kind, files.entry("/a/b")]).toEqual(["file", undefined]);
});
