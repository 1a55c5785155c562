import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { $ } from "zx";
import { call, goService, inService, LOCAL, repository } from "./command.ts";
import { storeFolder } from "./image-store.ts";

const CANARY = "canary-7f3a91c5d2";

/** A test that proves the step had the secret, and does its best to leak it. */
const BODY = `
	if os.Getenv("API_TOKEN") == "" { t.Fatal("no secret") }
	println("the secret is", os.Getenv("API_TOKEN"))
	if os.Getenv("OTHER") == "" { t.Fatal("no file secret") }`;

function source(): string {
  const files = goService();
  files["main_test.go"] =
    `package main\n\nimport (\n\t"os"\n\t"testing"\n)\n\nfunc TestIt(t *testing.T) {${BODY}\n}\n`;
  files["service.yaml"] =
    `secrets: [api_token, other]\ntest: [go, test, -v, -count=1, ./...]\nbuildArguments: { RUN: "${Date.now()}" }\n`;
  return repository(inService("secretive", files));
}

it("a build secret reaches the steps and nothing else", { timeout: 300_000 }, async () => {
  const home = mkdtempSync(join(tmpdir(), "multistage-secret-"));
  writeFileSync(join(home, "other"), `${CANARY}-file\n`);
  const root = source();
  const secrets = [
    "--secret",
    "api_token=env:CANARY_VARIABLE",
    "--secret",
    `other=file:${join(home, "other")}`,
  ];
  const words = (name: string, ...more: string[]) => [name, "--source", root, ...LOCAL, ...secrets, ...more];
  const env = { CANARY_VARIABLE: CANARY };

  const tested = await call(words("test"), env);
  expect(tested.stderr + tested.stdout).toContain("the secret is ***");
  expect(tested.exitCode).toBe(0);
  const archive = join(home, "image.tar");
  const built = await call(words("build", "export", "--path", archive), env);
  const dockerfile = await call(["dockerfile", "--source", root, ...LOCAL]);

  for (const { stdout, stderr } of [tested, built, dockerfile]) expect(stdout + stderr).not.toContain(CANARY);
  expect(dockerfile.stdout).toContain("--mount=type=secret,id=api_token");
  expect(contents(archive)).not.toContain(CANARY);
  // Every configuration that the builder keeps, intermediate images' among them; 1: grep found nothing.
  const kept = await $({
    quiet: true,
    nothrow: true,
  })`grep -rlF ${CANARY} ${storeFolder("images")}`;
  expect([kept.stdout, kept.exitCode]).toEqual(["", 1]);
});

it("a secret that isn't given, or isn't declared, is refused before any step", async () => {
  const root = source();
  const missing = await call(["build", "--source", root, ...LOCAL]);
  expect(missing.exitCode).toBe(2);
  expect(missing.stderr).toContain("add --secret api_token=env:API_TOKEN");
  const plain = repository(inService("plain", goService()));
  const unknown = await call(["build", "--source", plain, ...LOCAL, "--secret", "x=env:PATH"]);
  expect(unknown.exitCode).toBe(2);
  expect(unknown.stderr).toContain("declares no secret x");
});

/** Everything in an archive, compressed layers unpacked. */
function contents(archive: string): string {
  const directory = mkdtempSync(join(tmpdir(), "multistage-archive-"));
  $.sync({ quiet: true })`tar -xf ${archive} -C ${directory}`;
  const files = readdirSync(directory, { recursive: true, encoding: "utf8" }).map((path) =>
    join(directory, path),
  );
  return files
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path))
    .map((bytes) => (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString("latin1"))
    .join("\n");
}
