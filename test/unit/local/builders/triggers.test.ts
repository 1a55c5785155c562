import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { refuseTriggers } from "../../../../ci/local/builders/triggers.ts";

/** A builder that has or fetches images, and says what these bring along. */
function builder(triggers: Record<string, string>, fetches = true) {
  const directory = mkdtempSync(join(tmpdir(), "multistage-triggers-"));
  const log = join(directory, "log");
  writeFileSync(log, "");
  const sh = (script: string, image: string) => ["sh", "-c", script, "sh", image];
  const fetched = (image: string) =>
    sh(`echo "$1" >> ${log}; ${fetches ? "true" : "echo no such host >&2; false"}`, image);
  const says = (image: string) =>
    sh(`grep -qx "$1" ${log} && printf '%s\n' '${triggers[image] ?? ""}'`, image);
  return { fetched, says, asked: () => readFileSync(log, "utf8").split("\n").filter(Boolean) };
}

const stage = (name: string, base: string) => ({
  name,
  base,
  instructions: [],
  text: `FROM ${base} AS ${name}`,
});
const STAGES = [
  stage("one", "docker.io/library/x:1"),
  stage("two", "one"),
  stage("three", "scratch"),
  stage("four", "example.test/y-$TARGETARCH"),
  { name: "runtime", base: "bases.example/ours", instructions: [] },
];

describe("a base that brings instructions along", () => {
  it("is refused, whatever they are", async () => {
    const { fetched, says, asked } = builder({
      "example.test/y-arm64": "RUN --mount=type=cache,id=go-mod true",
    });
    await expect(
      refuseTriggers({ stages: STAGES, platform: "linux/arm64" }, fetched, says),
    ).rejects.toMatchObject({
      message:
        "the base example.test/y-$TARGETARCH brings an instruction along: ONBUILD RUN --mount=type=cache,id=go-mod true",
      exitCode: 2,
    });
    expect(asked()).toEqual(["docker.io/library/x:1", "example.test/y-arm64"]);
  });

  it("is asked for among a Dockerfile's own bases alone, each once", async () => {
    const { fetched, says, asked } = builder({});
    const stages = [...STAGES.slice(0, 3), stage("again", "docker.io/library/x:1"), ...STAGES.slice(4)];
    await refuseTriggers({ stages }, fetched, says);
    expect(asked()).toEqual(["docker.io/library/x:1"]);
  });

  it("is not built on unseen, where it can't be had", async () => {
    const { fetched, says } = builder({}, false);
    await expect(refuseTriggers({ stages: STAGES }, fetched, says)).rejects.toMatchObject({
      message: "the base docker.io/library/x:1 can't be had",
      exitCode: 75,
    });
  });
});
