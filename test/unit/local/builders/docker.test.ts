import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { docker } from "../../../../ci/local/builders/docker.ts";

vi.mock("../../../../ci/local/builders/trust.ts", () => ({ hostTrust: async () => [] }));
afterEach(() => vi.unstubAllEnvs());

/** Builds with a `docker` that prints these lines and fails. */
async function failure(lines: string[]): Promise<unknown> {
  const bin = mkdtempSync(join(tmpdir(), "multistage-docker-"));
  writeFileSync(join(bin, "lines"), `${lines.join("\n")}\n`);
  writeFileSync(join(bin, "docker"), `#!/bin/sh\ncat ${bin}/lines >&2\nexit 1\n`, { mode: 0o755 });
  vi.stubEnv("PATH", `${bin}:${process.env.PATH}`);
  const stages = [
    { name: "dependencies", base: "node:24", instructions: [] },
    { name: "build", base: "dependencies", instructions: [] },
  ];
  const request = { dockerfile: "FROM scratch\n", stages, bases: [], context: bin, ignore: "", secrets: [] };
  return docker.build({ ...request, reference: "localhost/x:1", onEvent() {} }).catch((error) => error);
}

const END = ["------", 'ERROR: failed to solve: process "/bin/sh -c npm ci" did not complete: exit code: 1'];

describe("a build that fails on BuildKit", () => {
  it("is worth a retry where the step that failed tells of the network", async () => {
    const step = [
      "#7 [dependencies 3/4] RUN npm ci",
      "#7 0.912 npm error code EAI_AGAIN",
      "#7 ERROR: failed",
    ];
    expect(await failure([...step, ...END])).toMatchObject({
      message: "stage dependencies: RUN npm ci failed",
      exitCode: 75,
    });
  });

  it("is worth one where a base can't be had", async () => {
    const load = "#2 [internal] load metadata for docker.io/library/node:24";
    const said = "#2 ERROR: failed to do request: dial tcp: lookup registry-1.docker.io: no such host";
    expect(await failure([load, said, ...END])).toMatchObject({ exitCode: 75 });
  });

  it("isn't where another step told of it, at the same time", async () => {
    const other = ["#7 [dependencies 3/4] RUN npm ci", "#7 0.912 npm warn ECONNRESET, trying again"];
    const own = [
      "#8 [build 2/4] RUN tsc",
      "#8 1.2 main.ts: error TS2304",
      "#8 1.3 ERROR: 1",
      "#7 1.3 ECONNRESET",
      "#8 ERROR: failed",
    ];
    const ended = await failure([...other, ...own, ...END]);
    expect(ended).toMatchObject({ message: "stage build: RUN tsc failed", exitCode: 1 });
    expect(ended).toHaveProperty("lines", ["main.ts: error TS2304", "ERROR: 1", "ERROR: failed", ...END]);
  });
});
