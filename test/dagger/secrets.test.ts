import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { entries, unpacked } from "./archive.ts";
import { call, directoryOf, testBases, unavailable } from "./engine.ts";

const CANARY = "canary-5f1c0e9b7a";

/** Reads its secret in the build, and prints it where it should not. */
const SERVICE = {
  "bases.yaml": testBases(),
  "go.mod": "module example.com/canary\n\ngo 1.21\n",
  "main.go": "package main\n\nfunc main() {}\n",
  "main_test.go": [
    "package main",
    'import ("os"; "testing")',
    "func TestSecret(t *testing.T) {",
    '  if len(os.Getenv("NPM_TOKEN")) != 17 { t.Fatal("no secret") }',
    '  t.Log("printed: " + os.Getenv("NPM_TOKEN"))',
    "}",
  ].join("\n"),
  "service.yaml": "secrets: [npm-token]\ntest: [go, test, -v, ./...]\n",
};

describe.skipIf(unavailable)("a build secret on an engine", { timeout: 600_000 }, () => {
  const source = directoryOf(SERVICE);
  const run = (words: string[]) =>
    call([words[0] as string, "--source", source, ...words.slice(1)], { env: { CANARY } });
  afterAll(() => rmSync(source, { recursive: true }));

  it("reaches the steps under the name that the service has for it, and no output", async () => {
    const { stdout, stderr, exitCode } = await run([
      "test",
      "--secret",
      "env://CANARY",
      "--secret-name",
      "npm-token",
    ]);
    expect(exitCode, stderr.slice(-2000)).toBe(0);
    expect(stdout).toContain("printed: ***");
    expect(stdout + stderr).not.toContain(CANARY);
  });

  it("reaches neither files nor configuration nor history of the image", async () => {
    const words = ["build", "--secret", "env://CANARY", "--secret-name", "npm-token"];
    const archive = join(source, "image.tar");
    const { exitCode, stderr } = await run([...words, "export", "--path", archive]);
    expect(exitCode, stderr.slice(-2000)).toBe(0);
    const parts = entries(readFileSync(archive)).map(({ content }) => unpacked(content).toString("latin1"));
    expect(parts.some((part) => part.includes("/canary"))).toBe(true);
    expect(parts.filter((part) => part.includes(CANARY) || part.includes("NPM_TOKEN="))).toEqual([]);
  });

  it("is asked for by name where it is missing", async () => {
    const { stderr, exitCode } = await run(["build", "entrypoint"]);
    expect(exitCode).not.toBe(0);
    expect(stderr).toContain("canary needs the secret npm-token");
    expect(stderr).toContain("--secret env://NPM_TOKEN --secret-name npm-token");
  });
});
