import { describe, expect, it } from "vitest";
import { resolve } from "../../../src/descriptor/resolve.ts";
import { Snapshot } from "../../../src/files/snapshot.ts";
import { LANGUAGES } from "../../../src/languages/table.ts";
import { faultText } from "../../../src/yaml/fault.ts";

const GO = { "go.mod": "module x\n\ngo 1.26\n", "main.go": "package main\n" };

/** One service in `services/api`, and what is wrong with it. */
function api(files: Record<string, string>) {
  const placed = Object.entries(files).map(([name, text]) => [`services/api/${name}`, text]);
  const { services, faults } = resolve(Snapshot.of(Object.fromEntries(placed)), LANGUAGES);
  return { packages: services[0]?.packages, faults: faults.map(faultText) };
}

describe("packages", () => {
  it("are none by default", () => {
    expect(api(GO)).toEqual({ packages: { build: [], runtime: [] }, faults: [] });
  });

  it("are those of the descriptor, sorted", () => {
    const said = "packages: { build: [libpq-dev, g++], runtime: [libpq5=15.*] }\n";
    const packages = { build: ["g++", "libpq-dev"], runtime: ["libpq5=15.*"] };
    expect(api({ ...GO, "service.yaml": said })).toEqual({ packages, faults: [] });
  });

  it.each([
    ["packages: { build: [libpq_dev] }", "1:21: packages.build[0] must be a Debian package's name"],
    ["packages: { run: [libpq5] }", '1:13: unknown field "run" in packages: expected one of build, runtime'],
    ["packages: [libpq5]", "1:11: packages must be fields, not a list"],
    ["packages: { build: ['; rm -rf /'] }", "1:21: packages.build[0] must be a Debian package's name"],
    ["packages: { build: [--allow-downgrades] }", "1:21: packages.build[0] must be a Debian package's name"],
  ])("refuses %s", (said, words) => {
    expect(api({ ...GO, "service.yaml": `${said}\n` }).faults[0]).toContain(
      `services/api/service.yaml:${words}`,
    );
  });

  it("are refused where nothing would install them", () => {
    const own = { Dockerfile: "FROM scratch\n", "service.yaml": "port: 80\npackages: { build: [git] }\n" };
    expect(api(own).faults[0]).toContain(
      "services/api/service.yaml:2:11: packages: a service's own Dockerfile",
    );
  });
});
