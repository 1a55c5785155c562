import { expect, it } from "vitest";
import { resolve } from "../../../src/descriptor/resolve.ts";
import { Snapshot } from "../../../src/files/snapshot.ts";
import { LANGUAGES } from "../../../src/languages/table.ts";
import { faultText } from "../../../src/yaml/fault.ts";

const GO = { "go.mod": "module a\ngo 1.26\n", "main.go": "package main\nfunc main() {}\n" };

function told(files: Record<string, string>): string[] {
  const all = Object.entries(files).map(([path, text]) => [`services/a/${path}`, text] as const);
  const { services } = resolve(Snapshot.of(Object.fromEntries(all)), LANGUAGES);
  const warnings = services.flatMap((service) => service.warnings ?? []).map(faultText);
  return warnings.filter((text) => /can't listen/.test(text));
}

it("a port that only root may listen on is told where it stands, with what mends it", () => {
  expect(told({ ...GO, "service.yaml": 'version: "1.26"\nport: 80\n' })).toEqual([
    "services/a/service.yaml:2:7: port 80: user 65532 without capabilities can't listen below 1024, unless the " +
      "runtime allows it: let it listen on 8080 and say `port: 8080` in services/a/service.yaml, or run it with the " +
      "sysctl net.ipv4.ip_unprivileged_port_start=0",
  ]);
});

it("so is one that a Dockerfile exposes", () => {
  const [text] = told({ Dockerfile: "FROM scratch\nEXPOSE 443\nCOPY a /a\n" });
  expect(text).toMatch(/^services\/a\/Dockerfile:2: port 443: .* `port: 8443`/);
});

it.each<[string, Record<string, string>]>([
  ["the first that anybody may have", { ...GO, "service.yaml": "port: 1024\n" }],
  ["none", GO],
  [
    "one that the descriptor overrules",
    { Dockerfile: "FROM scratch\nEXPOSE 80\n", "service.yaml": "port: 8080\n" },
  ],
  ["a site's", { "index.html": "<p>" }],
])("%s is fine", (_, files) => {
  expect(told(files)).toEqual([]);
});
