import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { $ } from "zx";
import { call, callJson, goService, inService, LOCAL, only, repository } from "./command.ts";
import { localRegistry } from "./registry.ts";

const quietly = $({ quiet: true });
const inTemporary = (name: string) => join(mkdtempSync(join(tmpdir(), "multistage-chain-")), name);

describe("the verbs after a function", () => {
  let source: string;
  const words = (name: string, ...more: string[]) => [name, "--source", source, ...LOCAL, ...more];

  beforeAll(() => {
    source = repository(inService("hello", goService('println("hello")')));
  });

  it("build export writes an OCI archive that other tools read, the same bytes each time", async () => {
    const { digest } = only(await callJson(words("build")));
    const [one, two] = [inTemporary("one.tar"), inTemporary("two.tar")];
    await call(words("build", "export", "--path", one));
    await call(words("build", "export", "--path", two));
    expect(sha256(one)).toBe(sha256(two));
    const inspected = JSON.parse((await quietly`skopeo inspect oci-archive:${one}`).stdout);
    expect(inspected).toMatchObject({ Digest: digest, Os: "linux" });
  });

  it("build publish pushes by digest what was built", async () => {
    const registry = await localRegistry();
    try {
      const { digest } = only(await callJson(words("build")));
      const ended = await call(words("build", "publish", "--address", `${registry.host}/team/hello:one`));
      expect(ended.stdout.trim()).toBe(`${registry.host}/team/hello:one@${digest}`);
      const asked = quietly`skopeo inspect --tls-verify=false docker://${registry.host}/team/hello:one`;
      expect(JSON.parse((await asked).stdout).Digest).toBe(digest);
    } finally {
      await registry.stop();
    }
  });

  it("artifact lists the files that cross, and exports them", async () => {
    expect((await call(words("artifact"))).stdout).toMatch(/^\d+\t\/hello\n$/);
    const out = inTemporary("out");
    await call(words("artifact", "export", "--path", out));
    expect(readdirSync(out)).toEqual(["hello"]);
    expect((await quietly`${join(out, "hello")}`).stderr).toBe("hello\n");
  });

  it("build terminal opens a shell in a stage that has one", async () => {
    const run = $({ quiet: true, nothrow: true, input: "go version\nexit\n" });
    const flags = words("build", "--stage", "dependencies", "terminal");
    const { stdout } = await run`script -qec ${["./daggerw", "call", ...flags].join(" ")} /dev/null`;
    expect(stdout).toContain("go version go1.");
  });

  it("build terminal brings a shell along where the image has none", async () => {
    const run = $({ quiet: true, nothrow: true, input: "ls /hello\nid -u\nexit\n" });
    const { stdout } =
      await run`script -qec ${["./daggerw", "call", ...words("build", "terminal")].join(" ")} /dev/null`;
    expect(stdout).toMatch(/^\/hello\r?$/m);
    expect(stdout).toMatch(/^65532\r?$/m);
  });

  it("refuses a verb that can't follow, with the nearest one", async () => {
    const ended = await call(words("build", "exprot", "--path", "x"));
    expect(ended).toMatchObject({ exitCode: 2 });
    expect(ended.stderr).toContain('build: "exprot" can\'t follow: did you mean export?');
  });
});

function sha256(path: string): string {
  return createHash("sha256").update(readFileSync(path)).digest("hex");
}
