import { describe, expect, it } from "vitest";
import { RecordedStage, RecordedTree } from "../../../src/dockerfile/record.ts";
import { dockerfileStages } from "../../../src/dockerfile/stages.ts";
import { Snapshot } from "../../../src/files/snapshot.ts";

const files = new RecordedTree(undefined, "app");
const base = () => new RecordedStage().from("base");
const written = (stage: RecordedStage) =>
  dockerfileStages(stage.named("x"), new Snapshot(["app/a"])).at(-1)?.instructions;

describe("a stage in which nothing runs", () => {
  it("has its settings first, those of one service after those of many, and its workdir behind its files", () => {
    const stage = base()
      .withWorkdir("/app")
      .withDirectory("/app", files)
      .withEntrypoint(["a"])
      .withLabel("team", "one")
      .withExposedPort(80)
      .withEnvVariable("A", "1")
      .withUser("1:1");
    expect(written(stage)).toEqual([
      "USER 1:1",
      "ENV A=1",
      "EXPOSE 80",
      'ENTRYPOINT ["a"]',
      "LABEL team=one",
      "COPY app/ /app/",
      "WORKDIR /app",
    ]);
  });

  it("sets a variable once, to its last value and at its first place", () => {
    const stage = base()
      .withEnvVariable("A", "1")
      .withEnvVariable("B", "2")
      .withDirectory("/", files)
      .withEnvVariable("A", "3");
    expect(written(stage)).toEqual(["ENV A=3 \\\n    B=2", "COPY app/ /"]);
  });

  it("copies in the order in which it was told", () => {
    const stage = base().withDirectory("/b", files).withDirectory("/a", files).withUser("1:1");
    expect(written(stage)).toEqual(["USER 1:1", "COPY app/ /b/", "COPY app/ /a/"]);
  });
});

describe("a stage that stays as it is", () => {
  it("runs a command", () => {
    const stage = base().withDirectory("/a", files).withExec(["b"]).withEnvVariable("A", "1");
    expect(written(stage)).toEqual(["COPY app/ /a/", "RUN b", "ENV A=1"]);
  });

  it("copies to a place below its workdir", () => {
    const stage = base().withWorkdir("/app").withDirectory("a", files).withUser("1:1");
    expect(written(stage)).toEqual(["WORKDIR /app", "COPY app/ a/", "USER 1:1"]);
  });
});
