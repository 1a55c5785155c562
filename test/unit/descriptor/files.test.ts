import { describe, expect, it } from "vitest";
import { resolve } from "../../../src/descriptor/resolve.ts";
import { Snapshot } from "../../../src/files/snapshot.ts";
import { LANGUAGES } from "../../../src/languages/table.ts";
import { faultText } from "../../../src/yaml/fault.ts";

const GO = { "go.mod": "module x\n\ngo 1.26\n", "main.go": "package main\n", "templates/a.html": "" };

/** One service in `services/api`, and what is wrong with it. */
function api(files: Record<string, string>) {
  const placed = Object.entries(files).map(([name, text]) => [`services/api/${name}`, text]);
  const all = { ...Object.fromEntries(placed), "shared/all.txt": "" };
  const { services, faults } = resolve(Snapshot.of(all), LANGUAGES);
  return { service: services[0], faults: faults.map(faultText) };
}

describe("files", () => {
  it("are the service's own, or the repository's, which are inputs then", () => {
    const said = "files: [templates, shared/all.txt, 'templates/a.html:/etc/b.html', ./templates]\n";
    const { service, faults } = api({ ...GO, "service.yaml": said });
    expect(faults).toEqual([]);
    expect(service?.files).toEqual([
      { source: "services/api/templates", target: "templates" },
      { source: "shared/all.txt", target: "shared/all.txt" },
      { source: "services/api/templates/a.html", target: "/etc/b.html" },
    ]);
    expect(service?.inputs).toEqual(["shared/all.txt"]);
  });

  it("are those of a Dockerfile too, unless the list is empty", () => {
    const Dockerfile = "FROM scratch\nWORKDIR /srv\nCOPY templates templates\n";
    const { service } = api({ ...GO, Dockerfile });
    expect([service?.files, service?.workdir]).toEqual([
      [{ source: "services/api/templates", target: "templates" }],
      "/srv",
    ]);
    expect(api({ ...GO, Dockerfile, "service.yaml": "files: []\n" }).service?.files).toEqual([]);
  });

  it.each([
    [
      "files: [template]",
      ':1:9: files: neither services/api nor the source root has "template": did you mean "templates"?',
    ],
    ["files: [../x]", ":1:9: files[0] must be a path"],
    ["files: ['templates:../x']", ":1:9: files[0] must be a path"],
    ["files: [/etc/passwd]", ":1:9: files[0] must be a path"],
  ])("are refused as %s", (said, words) => {
    expect(api({ ...GO, "service.yaml": said }).faults[0]).toContain(`services/api/service.yaml${words}`);
  });

  it("are refused where they would be no use", () => {
    const said = { "service.yaml": "files: [a]\n", a: "" };
    expect(api({ ...said, Dockerfile: "FROM scratch\n" }).faults[0]).toContain(
      "Dockerfile copies what it needs",
    );
    expect(api({ ...said, "index.html": "" }).faults[0]).toContain(
      "an image of static has the service's files anyway",
    );
  });
});
