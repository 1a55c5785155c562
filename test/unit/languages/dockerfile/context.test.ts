import { describe, expect, it } from "vitest";
import { resolve } from "../../../../src/descriptor/resolve.ts";
import { Snapshot } from "../../../../src/files/snapshot.ts";
import { LANGUAGES } from "../../../../src/languages/table.ts";
import { affectedBy } from "../../../../src/pipeline/affected.ts";
import { faultText } from "../../../../src/yaml/fault.ts";

const DOCKERFILE = "FROM scratch\nCOPY services/web/hello.txt /hello.txt\nCOPY shared /shared\n";
const FILES = { "services/web/hello.txt": "", "shared/all.txt": "", "services/web/Dockerfile": DOCKERFILE };

function resolved(files: Record<string, string>) {
  const { services, faults } = resolve(Snapshot.of(files), LANGUAGES);
  return { web: services.find(({ name }) => name === "web"), services, faults: faults.map(faultText) };
}

describe("a Dockerfile's context", () => {
  it("is the directory that has all that it copies", () => {
    const { web, services } = resolved(FILES);
    expect([web?.path, web?.context, web?.inputs]).toEqual(["services/web", ".", ["."]]);
    expect(affectedBy(services, ["shared/all.txt"])).toEqual([
      { name: "web", reason: ". is one of its inputs, and shared/all.txt changed" },
    ]);
  });

  it("is its own where that has it", () => {
    const own = { ...FILES, "services/web/Dockerfile": "FROM scratch\nCOPY hello.txt /\n" };
    expect(resolved(own).web).toMatchObject({ context: undefined, inputs: [] });
  });

  it.each([
    ["compose.yaml", "services: { shop: { build: { context: ., dockerfile: services/web/Dockerfile } } }"],
    [
      "deploy/compose.yaml",
      "services:\n  web:\n    build:\n      context: ..\n      dockerfile: services/web/Dockerfile\n",
    ],
  ])("is what %s says", (file, text) => {
    const files = { ...FILES, "services/web/Dockerfile": "FROM scratch\nCOPY . /\n", [file]: text };
    expect(resolved(files).web?.context).toBe(".");
  });

  it("is what its descriptor says first", () => {
    const files = { ...FILES, "services/web/service.yaml": "context: shared\n" };
    expect(resolved(files).web).toMatchObject({ context: "shared", inputs: ["shared"] });
  });

  it("must be there, and of a Dockerfile", () => {
    expect(resolved({ ...FILES, "services/web/service.yaml": "context: shraed\n" }).faults).toEqual([
      'services/web/service.yaml:1:10: context: the repository has no directory "shraed"',
    ]);
    const go = {
      "services/api/go.mod": "module a\n",
      "services/api/main.go": "package main\nfunc main() {}\n",
    };
    expect(resolved({ ...go, "services/api/service.yaml": "context: .\n" }).faults[0]).toMatch(
      /context: only a Dockerfile has one, and this service's language is go/,
    );
  });
});
