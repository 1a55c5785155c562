import type { CacheVolume, Client, Container, Directory, File, Secret } from "@dagger.io/dagger";
import { describe, expectTypeOf, it } from "vitest";
import type { RecordedStage } from "../../src/dockerfile/record.ts";
import type { Artifact, BuildSecret, Cache, Stage, Stages, Tree } from "../../src/stage.ts";

/** Held by the type checker: the SDK's own classes are what pipelines are written for, with no adapter. */
describe("the verbs of stages", () => {
  it("are a part of Dagger's API", () => {
    expectTypeOf<Client>().toExtend<Stages<Container>>();
    expectTypeOf<Container>().toExtend<Stage>();
    expectTypeOf<Directory>().toExtend<Tree>();
    expectTypeOf<File>().toExtend<Artifact>();
    expectTypeOf<CacheVolume>().toExtend<Cache>();
    expectTypeOf<Secret>().toExtend<BuildSecret>();
  });

  it("hand back what they were called on", () => {
    expectTypeOf<Container["withExec"]>().returns.toEqualTypeOf<Container>();
    expectTypeOf<RecordedStage["withExec"]>().returns.toExtend<RecordedStage>();
  });
});
