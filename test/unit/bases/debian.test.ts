import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { DEBIAN_BASES, type DebianPlan, debianAddress, debianPlan } from "../../../src/bases/debian.ts";
import { readBases } from "../../../src/bases/files.ts";
import { RecordedStage } from "../../../src/dockerfile/record.ts";

const images = readBases(readFileSync(new URL("../../../bases.yaml", import.meta.url), "utf8"));
const names = Object.keys(DEBIAN_BASES);

describe("the table", () => {
  it("has every base of bases.yaml with the same default version, and no other", () => {
    const ours = Object.fromEntries(names.map((name) => [name, DEBIAN_BASES[name]?.version]));
    const theirs = Object.fromEntries(Object.entries(images).map(([name, { version }]) => [name, version]));
    expect(ours).toEqual(theirs);
  });

  it.each(names)("%s: every version has a plan of its own name", (name) => {
    for (const version of DEBIAN_BASES[name]?.versions ?? [])
      expect(debianAddress(name, version)).toMatch(
        new RegExp(`^localhost/multistage/${name}:${version}-[0-9a-f]{12}$`),
      );
  });
});

describe("a plan", () => {
  it("is the same each time", () => {
    expect(debianPlan("golang", "1.26")).toEqual(debianPlan("golang", "1.26"));
  });

  it("has another key for another release", () => {
    const key = (version: string) => debianAddress("golang", version).split("-")[1];
    expect(key("1.25")).not.toBe(key("1.26"));
  });

  it("takes a release for its series, and the default without a version", () => {
    expect(debianAddress("golang", "1.26.4")).toBe(debianAddress("golang"));
    expect(debianAddress("node", "24.1.0")).toBe(debianAddress("node"));
  });

  it("gives compilers that are newer than asked, runtimes never", () => {
    expect(debianAddress("golang", "1.18")).toBe(debianAddress("golang", "1.21"));
    expect(() => debianAddress("node", "19")).toThrow('no Debian base "node" for version 19');
    expect(() => debianAddress("python", "3.10")).toThrow("there is 3.11, 3.12, 3.13, 3.14");
  });

  it("has Debian's Python, and CPython as it is published for others", () => {
    expect(debianPlan("python").dockerfile).not.toContain("cpython");
    expect(debianPlan("python", "3.13").dockerfile).toContain("org.bytedeco:cpython:3.13.5-1.5.12");
  });

  it("names the bases that there are", () => {
    expect(() => debianAddress("perl")).toThrow(/no Debian base "perl": there are golang, node/);
  });

  it("shares the root of Go's and Node's build stages", () => {
    expect(debianPlan("golang").root).toBe(debianPlan("node").root);
  });

  it("takes the Node binary from the build stage's base", () => {
    const plan = debianPlan("node-runtime", "22");
    expect(plan.bases.map(({ reference }) => reference)).toEqual([debianAddress("node", "22")]);
    expect(plan.dockerfile).toContain("COPY --from=stage-0 /usr/local/bin/node /nodejs/bin/node");
  });
});

describe("a base's last stage", () => {
  const lastStage = ({ dockerfile }: DebianPlan) => dockerfile.slice(dockerfile.lastIndexOf("\nFROM "));

  it.each(names)("%s runs no command: no mount can leave a trace", (name) => {
    expect(lastStage(debianPlan(name))).not.toContain("RUN ");
  });

  it.each(names)("%s starts from a root of its plan", (name) => {
    const plan = debianPlan(name);
    expect(Object.keys(plan.roots)).toContain(plan.root);
    expect(lastStage(plan)).toContain(`FROM ${plan.root} AS`);
  });
});

describe("a base's commands", () => {
  /** Every command of a recipe, those of stages that it copies from too. */
  function commands(name: string): string[] {
    const stages: RecordedStage[] = [];
    const begin = () => new RecordedStage().from("scratch");
    const named = (_name: string, stage: RecordedStage) => {
      stages.push(stage);
      return stage;
    };
    const base = DEBIAN_BASES[name];
    if (base) named(name, base.recipe({ root: begin, base: begin, named }, base.version));
    return stages.flatMap(steps).flatMap((step) => (step.verb === "exec" ? [step.args.join(" ")] : []));
  }
  const steps = (stage: RecordedStage): RecordedStage["step"][] =>
    stage.parent ? [...steps(stage.parent), stage.step] : [stage.step];

  it.each(["golang", "node"])("%s: the first that fails ends them", (name) => {
    expect(commands(name).length).toBeGreaterThan(0);
    for (const command of commands(name)) {
      expect(command).toContain(" && ");
      expect(command).not.toMatch(/[\n;]/);
    }
  });
});

describe("bases.yaml", () => {
  it("names no digest", () => {
    expect(JSON.stringify(images)).not.toMatch(/sha256|@/);
  });
});
