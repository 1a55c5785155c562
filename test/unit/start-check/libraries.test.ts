import { closeSync, lstatSync, openSync, readdirSync, readlinkSync, readSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Entry, ImageFiles } from "../../../src/start-check/image-files.ts";
import { closureOf, elfAt } from "../../../src/start-check/libraries.ts";
import { packageOf } from "../../../src/start-check/program.ts";

/** This machine as an image, without what is hidden. */
function machine(hidden: RegExp = /^$/): ImageFiles {
  return {
    entry(path): Entry | undefined {
      const found = hidden.test(path) ? undefined : lstatSync(path, { throwIfNoEntry: false });
      if (!found) return undefined;
      const kind = found.isSymbolicLink() ? "link" : found.isDirectory() ? "directory" : "file";
      const target = kind === "link" ? readlinkSync(path) : undefined;
      return { kind, mode: found.mode & 0o7777, uid: found.uid, gid: found.gid, size: found.size, target };
    },
    names: (path) => readdirSync(path),
    async read(path, from = 0, length = 1 << 16) {
      const file = openSync(path, "r");
      const bytes = Buffer.alloc(length);
      const read = readSync(file, bytes, 0, length, from);
      closeSync(file);
      return bytes.subarray(0, read);
    },
  };
}

describe("what a loader loads", () => {
  const program = process.execPath;

  it("reads a program of this machine", async () => {
    const elf = await elfAt(machine(), program);
    expect(elf?.interpreter).toMatch(/^\/lib/);
    expect(elf?.needed).toContain("libc.so.6");
    expect(elf?.versions.map(({ name }) => name)).toContain("GLIBC_2.4");
  });

  it("finds all that it needs", async () => {
    expect((await closureOf(machine(), program)).unresolved).toEqual([]);
  });

  it("tells a library that isn't there", async () => {
    const { unresolved } = await closureOf(machine(/libm\.so/), program);
    expect(unresolved).toContainEqual({ by: expect.any(String), name: "libm.so.6" });
  });

  it("tells a loader that isn't there", async () => {
    const { unresolved } = await closureOf(machine(/ld-linux/), program);
    expect(unresolved[0]?.name).toMatch(/ld-linux/);
  });
});

it.each([
  ["libpq.so.5", "libpq5"],
  ["libssl.so.3", "libssl3"],
  ["libxml2.so.2", "libxml2-2"],
  ["libstdc++.so.6", "libstdc++6"],
])("%s is in Debian's %s", (soname, name) => {
  expect(packageOf(soname)).toBe(name);
});
