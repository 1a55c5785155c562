import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { $ } from "zx";
import { plainModes } from "../../../../ci/local/images/plain-modes.ts";

const directory = mkdtempSync(join(tmpdir(), "multistage-modes-"));
afterAll(() => rmSync(directory, { recursive: true }));

/** A tar file of all kinds of entries, one with a name that doesn't fit a header. */
async function tarFile(): Promise<string> {
  const files = join(directory, "files");
  mkdirSync(join(files, "folder"), { recursive: true });
  writeFileSync(join(files, "folder", "x".repeat(200)), "long");
  writeFileSync(join(files, "program"), "#!/bin/sh\n".repeat(100));
  chmodSync(join(files, "program"), 0o4755);
  symlinkSync("program", join(files, "link"));
  const tar = join(directory, "layer.tar");
  await $({
    quiet: true,
  })`tar --format=posix --sort=name --mtime=@0 -C ${files} -cf ${tar} folder link program`;
  return tar;
}

/** As buildah writes them: the type of each file in its mode, too. */
function withTypes(path: string): Buffer {
  const bytes = readFileSync(path);
  const types: Record<string, number> = { "0": 0o100000, "2": 0o120000, "5": 0o040000 };
  for (let at = 0; bytes[at]; ) {
    const text = (from: number, length: number) => bytes.toString("latin1", at + from, at + from + length);
    const type = types[text(156, 1)] ?? 0;
    const mode = Number.parseInt(text(100, 7), 8) | type;
    bytes.write(mode.toString(8).padStart(7, "0"), at + 100, "latin1");
    bytes.fill(" ", at + 148, at + 156);
    const sum = bytes.subarray(at, at + 512).reduce((total, byte) => total + byte, 0);
    bytes.write(`${sum.toString(8).padStart(6, "0")}\0 `, at + 148, "latin1");
    at += 512 + 512 * Math.ceil(Number.parseInt(text(124, 11), 8) / 512);
  }
  return bytes;
}

describe("modes of a layer's entries", () => {
  it("lose the types that some builders add, and nothing else changes", async () => {
    const tar = await tarFile();
    const plain = readFileSync(tar);
    const typed = withTypes(tar);
    expect(typed.equals(plain)).toBe(false);
    writeFileSync(tar, typed);
    const digest = await plainModes(tar);
    expect(readFileSync(tar).equals(plain)).toBe(true);
    expect(digest).toBe(`sha256:${createHash("sha256").update(plain).digest("hex")}`);
    expect((await $({ quiet: true })`tar -tvf ${tar}`).stdout).toContain("-rwsr-xr-x");
  });
});
