import { execFileSync } from "node:child_process";
import { lstatSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { callOptions } from "../../../../ci/local/call.ts";
import { buildAll, testAll } from "../../../../ci/local/commands/all.ts";
import { artifact, build } from "../../../../ci/local/commands/build.ts";
import { pin } from "../../../../ci/local/commands/read.ts";
import { placeBeside, writeTo } from "../../../../ci/local/output/destination.ts";

const directory = mkdtempSync(join(tmpdir(), "multistage-destination-"));
const file = join(directory, "file");
writeFileSync(file, "kept");

/** A repository that isn't there: who gets as far as reading it has begun to work. */
const values = { source: join(directory, "none") };
const exporting = (path: string) => ({ verb: "export", given: callOptions({ path }) });

describe("a place that can't be written to is refused before any work", () => {
  it.each([
    [
      "build-all --junit",
      () => buildAll(callOptions({ ...values, junit: directory })),
      "--junit .*: it is a directory",
    ],
    [
      "test-all --dotenv",
      () => testAll(callOptions({ ...values, dotenv: directory })),
      "--dotenv .*: it is a directory",
    ],
    [
      "build-all --junit below a file",
      () => buildAll(callOptions({ ...values, junit: `${file}/x` })),
      "file is a file",
    ],
    [
      "build-all --junit below the kernel's own",
      () => buildAll(callOptions({ ...values, junit: "/proc/none/x" })),
      "--junit /proc/none/x: /proc is the kernel's",
    ],
    [
      "pin export",
      () => pin(callOptions(values), exporting(`${file}/deep/x`)),
      "--path .*deep/x: .*file is a file",
    ],
    ["pin export to a directory", () => pin(callOptions(values), exporting(directory)), "it is a directory"],
    ["build export", () => build(callOptions(values), exporting(directory)), "--path .*: it is a directory"],
    ["artifact export", () => artifact(callOptions(values), exporting(file)), "--path .*file: it is a file"],
    [
      "artifact export below a file",
      () => artifact(callOptions(values), exporting(`${file}/x`)),
      "file is a file",
    ],
  ])("%s", async (_, call, message) => {
    const failure = await call().catch((error) => error);
    expect(failure).toMatchObject({ exitCode: 2, message: expect.stringMatching(message) });
    expect(failure.next).toMatch(/^name a /);
  });

  it("what fails while it is written is told in a sentence, too", async () => {
    await expect(writeTo(`${file}/x`, "text")).rejects.toMatchObject({ exitCode: 2 });
    expect(readFileSync(file, "utf8")).toBe("kept");
  });

  it("directories on the way are made", async () => {
    const path = join(directory, "new/deep/x");
    await writeTo(path, "text");
    expect(readFileSync(path, "utf8")).toBe("text");
  });
});

describe("a large file", () => {
  it("goes where a link leads, which stays one", async () => {
    const link = join(directory, "link");
    symlinkSync("linked", link);
    writeFileSync(join(directory, "linked"), "before");
    await placeBeside(link, async (temporary) => {
      writeFileSync(temporary, "after");
      expect(readFileSync(link, "utf8")).toBe("before");
    });
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readFileSync(link, "utf8")).toBe("after");
  });

  it("is written as it is to what is no plain file", async () => {
    const pipe = join(directory, "pipe");
    execFileSync("mkfifo", [pipe]);
    const paths: string[] = [];
    await placeBeside(pipe, async (path) => void paths.push(path));
    expect(paths).toEqual([pipe]);
    expect(lstatSync(pipe).isFIFO()).toBe(true);
  });
});
