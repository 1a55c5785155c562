import { mkdtempSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeDirectory } from "../../../../ci/local/process/directories.ts";

const directory = mkdtempSync(join(tmpdir(), "multistage-directories-"));

describe("a directory", () => {
  it("is made with those above it, as often as it is wanted", () => {
    const deep = join(directory, "a/b/c");
    for (let times = 0; times < 2; times += 1) makeDirectory(deep);
    expect(statSync(deep).isDirectory()).toBe(true);
  });

  it("may be a link to one", () => {
    symlinkSync(directory, join(directory, "link"));
    makeDirectory(join(directory, "link"));
    makeDirectory(join(directory, "link/below"));
    expect(statSync(join(directory, "below")).isDirectory()).toBe(true);
  });

  it.each([
    ["/proc/none", "ENOENT"],
    ["/proc/none/deep", "ENOENT"],
    ["/proc/self/fd/none/deep", "ENOENT"],
    ["/dev/null/below", "ENOTDIR"],
    [join(directory, "file"), "EEXIST"],
    [join(directory, "file/below"), "ENOTDIR"],
    [join(directory, "nowhere"), "EEXIST"],
    [join(directory, "nowhere/below"), "EEXIST"],
  ])("is refused where none can be: %s", (path, code) => {
    writeFileSync(join(directory, "file"), "");
    if (path.endsWith("nowhere")) symlinkSync(join(directory, "away"), path);
    expect(() => makeDirectory(path)).toThrow(code);
  });
});
