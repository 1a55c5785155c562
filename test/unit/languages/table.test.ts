import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { readSource } from "../../../ci/local/source/source.ts";
import { resolve } from "../../../src/descriptor/resolve.ts";
import { fact } from "../../../src/detection/detection.ts";
import { Snapshot } from "../../../src/files/snapshot.ts";
import { type Language, OUT } from "../../../src/languages/language.ts";
import { begin, withManifests, withSources } from "../../../src/languages/sources.ts";
import { LANGUAGES } from "../../../src/languages/table.ts";
import { affectedBy } from "../../../src/pipeline/affected.ts";
import { planService } from "../../../src/pipeline/plan.ts";
import { faultText } from "../../../src/yaml/fault.ts";

/** A language of its own, in one place: a `hare.ini` says its version, `hare build` compiles. */
const hare: Language = {
  name: "hare",
  aliases: ["harelang"],
  manifests: ["hare.ini"],
  reads: ["hare.ini"],
  managers: ["warren"],
  entrypoint: { what: "a module", places: (entrypoint) => [`${entrypoint}/`] },
  detect(tree) {
    if (!tree.has("hare.ini")) return undefined;
    const version = /^version=(.*)$/m.exec(tree.text("hare.ini") ?? "")?.[1] ?? "1";
    return { manifest: "hare.ini", facts: [fact(tree, "version", version, "hare.ini", /^version/)] };
  },
  dependencies: (kit, service) => withManifests(begin(kit, service, "hare"), kit, service, ["hare.ini"]),
  build: (kit, service, dependencies) =>
    withSources(dependencies, kit, service).withExec(["hare", "build", `${OUT}/${service.name}`]),
  test: (kit, service, dependencies) =>
    withSources(dependencies, kit, service).withExec(service.testCommand ?? ["hare", "test"]),
  runtime: (kit, service, artifact) =>
    kit.stages
      .container()
      .withDirectory("/", artifact)
      .withEntrypoint([`/${service.name}`]),
};

/** The one line. */
const TABLE = [...LANGUAGES, hare];

const FILES: Record<string, string> = {
  "services/burrow/hare.ini": "version=0.24\n",
  "services/burrow/main.ha": "",
};

const ofFiles = (files: Record<string, string>) => resolve(Snapshot.of(files), TABLE);
const faults = (descriptor: string) =>
  ofFiles({ ...FILES, "services/burrow/service.yaml": descriptor }).faults.map(faultText);

describe("a language is one folder and one line in the table: it", () => {
  it("is read and detected", async () => {
    const root = mkdtempSync(join(tmpdir(), "multistage-language-"));
    for (const [path, text] of Object.entries(FILES)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    const { snapshot } = await readSource(root, TABLE);
    const { services, faults } = resolve(snapshot, TABLE);
    expect(faults).toEqual([]);
    expect(services).toMatchObject([{ name: "burrow", language: "hare", version: "0.24" }]);
    expect(resolve(snapshot, LANGUAGES).faults.map(faultText)).toMatchObject([
      expect.stringContaining("no language detected: expected go.mod"),
    ]);
  });

  it("is planned and rendered", () => {
    const [service] = ofFiles(FILES).services;
    if (!service) throw new Error("none found");
    const { dockerfile, bases } = planService(service, service, {
      languages: TABLE,
      environment: "development",
      address: (name, version) => `bases.example/${name}:${version}`,
      snapshot: Snapshot.of(FILES),
    });
    expect(bases).toEqual([{ name: "hare", version: "0.24", address: "bases.example/hare:0.24" }]);
    const lines = dockerfile.split("\n");
    expect(lines).toContain("FROM bases.example/hare:0.24 AS dependencies");
    expect(lines).toContain("RUN hare build /out/burrow");
    expect(lines).toContain('ENTRYPOINT ["/burrow"]');
  });

  it("is affected by what it reads", () => {
    const [before, after] = ["0.24", "0.25"].map(
      (version) => ofFiles({ ...FILES, "services/burrow/hare.ini": `version=${version}\n` }).services,
    );
    const names = affectedBy(after ?? [], ["services/burrow/main.ha"], before).map(({ name }) => name);
    expect(names).toEqual(["burrow"]);
    expect(affectedBy(after ?? [], ["README.md"], before)[0]?.reason).toContain("its version is");
  });

  it("is known to messages and descriptors, by its other names and its package managers", () => {
    expect(faults("language: harelang")).toEqual([expect.stringContaining('did you mean "hare"?')]);
    expect(faults("packageManager: warren@2.1")).toEqual([]);
    expect(faults("packageManager: waren")).toEqual([expect.stringContaining('did you mean "warren"?')]);
    expect(faults("entrypoint: cmd")).toEqual([expect.stringContaining("services/burrow has no cmd/")]);
    expect(ofFiles({ "services/x/y": "" }).faults.map(faultText)).toEqual([
      expect.stringContaining("Dockerfile, hare.ini"),
    ]);
  });
});
