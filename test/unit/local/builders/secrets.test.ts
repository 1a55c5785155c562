import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { masker, parseSecret } from "../../../../ci/local/builders/secrets.ts";

afterEach(() => vi.unstubAllEnvs());

describe("parseSecret", () => {
  it("reads a variable's or a file's place, and never the value", () => {
    vi.stubEnv("NPM_TOKEN", "hunter22");
    expect(parseSecret("npm_token=env:NPM_TOKEN")).toEqual({ name: "npm_token", from: { env: "NPM_TOKEN" } });
  });

  it.each([
    ["npm_token", "--secret npm_token: expected NAME=env:VARIABLE or NAME=file:PATH"],
    ["a=env:NOT_SET_ANYWHERE", "--secret a: the variable NOT_SET_ANYWHERE is not set"],
    ["a=file:/does/not/exist", "--secret a: can't read the file /does/not/exist"],
  ])("refuses %s before any work starts", (text, message) => {
    expect(() => parseSecret(text)).toThrow(message);
  });
});

describe("masker", () => {
  it("hides every line of every value, the longest first", () => {
    const file = join(mkdtempSync(join(tmpdir(), "secret-")), "key");
    writeFileSync(file, "first line\nsecond line\n");
    vi.stubEnv("TOKEN", "first");
    const mask = masker([parseSecret("a=env:TOKEN"), parseSecret(`b=file:${file}`)]);
    expect(mask("x first line y first z second line")).toBe("x *** y *** z ***");
  });
});
