import { mkdirSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { $ } from "zx";
import { asFailure } from "../../src/failure.ts";

async function failureOf(work: () => unknown) {
  const error = await Promise.resolve()
    .then(work)
    .catch((thrown: unknown) => thrown);
  return asFailure(error);
}

describe("what a machine lacks", () => {
  const FULL = {
    message: expect.stringMatching(/^the disk is full/),
    exitCode: 75,
    next: expect.stringMatching(/^free some space/),
  };

  it("is space, where a file can't be written", async () => {
    expect(await failureOf(() => writeFileSync("/dev/full", "x"))).toMatchObject(FULL);
  });

  it("is space, where a command says so", async () => {
    expect(await failureOf(() => $({ quiet: true })`sh -c ${"cat /etc/passwd > /dev/full"}`)).toMatchObject(
      FULL,
    );
  });

  it.each([
    "/proc/multistage",
    "/proc/a/b",
    "/proc/self/status/b",
  ])("is a directory that can be written: %s", async (path) => {
    const unwritable = {
      exitCode: 2,
      message: expect.stringMatching(/^can't write \/proc/),
      next: expect.stringMatching(/XDG_CACHE_HOME/),
    };
    expect(await failureOf(() => mkdirSync(path))).toMatchObject(unwritable);
  });

  it.each([
    new TypeError("x is undefined"),
    Object.assign(new Error("ENOENT: no such file"), { code: "ENOENT", syscall: "open", path: "/x" }),
    "text",
    undefined,
  ])("is nothing where the fault is ours: %s", async (error) => {
    expect(asFailure(error)).toMatchObject({ message: "multistage itself failed", exitCode: 1 });
  });
});
