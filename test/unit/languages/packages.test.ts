import { describe, expect, it } from "vitest";
import type { RecordedStage } from "../../../src/dockerfile/record.ts";
import { recordingKit } from "../../../src/dockerfile/recording-kit.ts";
import { dockerfileStages } from "../../../src/dockerfile/stages.ts";
import { crosses } from "../../../src/languages/language.ts";
import { bare, withBuildPackages } from "../../../src/languages/packages.ts";
import { languageNamed } from "../../../src/languages/table.ts";
import type { Microservice } from "../../../src/microservice.ts";

const service = (build: string[], runtime: string[] = []) =>
  ({ name: "api", path: ".", secrets: [], packages: { build, runtime } }) as unknown as Microservice;

const kit = recordingKit(service([]), (base, version = "") => `${base}${version}`);
const stagesOf = (stage: RecordedStage) => dockerfileStages(stage.named("image"));

describe("withBuildPackages", () => {
  it("installs what is asked for, and nothing that is merely recommended", () => {
    const [stage] = dockerfileStages(withBuildPackages(kit.from("golang"), service(["git", "libpq-dev"])));
    expect(stage?.instructions.join()).toContain("--no-install-recommends git libpq-dev");
  });

  it("is no step at all for a service without packages", () => {
    expect(dockerfileStages(withBuildPackages(kit.from("golang"), service([])))[0]?.instructions).toEqual([]);
  });
});

describe("bare", () => {
  it("is the base, or nothing, for a service without packages", () => {
    expect(stagesOf(bare(kit, service([]), "cc"))).toEqual([{ name: "image", base: "cc", instructions: [] }]);
    expect(stagesOf(bare(kit, service([])))[0]?.base).toBe("scratch");
  });

  it("lays what the base lacks onto it, from a system where the packages are installed", () => {
    const stages = stagesOf(bare(kit, service([], ["libpq5=15.*"]), "node-runtime", "24"));
    expect(stages.map(({ name, base }) => [name, base])).toEqual([
      ["base", "node-runtime24"],
      ["system", "debian"],
      ["image", "base"],
    ]);
    expect(stages[1]?.instructions[0]).toBe("COPY --from=base / /base/");
    expect(stages[1]?.instructions[1]).toContain("libpq5=15.*");
    expect(stages[1]?.instructions[1]).toContain('wanted="libpq5"');
    expect(stages[2]?.instructions).toEqual(["COPY --from=system /gathered/ /"]);
  });

  it("gives a program that would start from nothing the C library", () => {
    expect(stagesOf(bare(kit, service([], ["ffmpeg"])))[0]?.base).toBe("cc");
  });
});

it("builds on the image's platform what is linked to a system's libraries", () => {
  const go = languageNamed("go");
  expect(crosses(go, service([]))).toBe(true);
  expect(crosses(go, service(["gcc"]))).toBe(false);
  expect(crosses(go, service([], ["libpq5"]))).toBe(false);
  expect(crosses(languageNamed("node"), service([]))).toBe(false);
});
