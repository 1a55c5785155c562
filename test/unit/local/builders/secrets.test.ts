import { afterEach, describe, expect, it, vi } from "vitest";
import { parseSecret } from "../../../../ci/local/builders/secrets.ts";

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
    ["a=env:SHORT", "--secret a: its value has 5 characters: fewer than 6 can't be hidden in logs"],
  ])("refuses %s before any work starts", (text, message) => {
    vi.stubEnv("SHORT", " 12345\n");
    expect(() => parseSecret(text)).toThrow(message);
  });
});
