import { expect, it } from "vitest";
import { recordingKit } from "../../../src/dockerfile/recording-kit.ts";
import { dockerfileStages } from "../../../src/dockerfile/stages.ts";
import { atHome, homeOf, withFiles } from "../../../src/languages/files.ts";
import type { Microservice } from "../../../src/microservice.ts";

const service = (more: Partial<Microservice>) =>
  ({ name: "api", path: "services/api", inputs: [], secrets: [], ...more }) as unknown as Microservice;

const kit = recordingKit(service({}), (base) => base);
const instructions = (more: Partial<Microservice>) =>
  dockerfileStages(atHome(withFiles(kit.from("x"), service(more)), service(more)))[0]?.instructions ?? [];

const files = [{ source: "services/api/my templates", target: "my templates" }];

it("changes nothing for a program without files", () => {
  expect(instructions({ files: [] })).toEqual([]);
  expect(homeOf(service({ files: [], workdir: "/srv" }))).toBe("");
});

it("lays files where the program starts", () => {
  const [copy, start] = instructions({ files });
  expect(copy).toContain("mkdir -p '/out/app/my templates'");
  expect(copy).toContain("cp -a '/src/my templates'/. '/out/app/my templates'");
  expect(start).toBe("WORKDIR /app");
});

it("takes inputs from their own place, and honours absolute ones", () => {
  const [copy] = instructions({
    files: [{ source: "shared/a", target: "/etc/a" }],
    inputs: ["shared/a"],
    workdir: "/",
  });
  expect(copy).toContain("cp -a /src/shared/a /out/etc/a");
  expect(homeOf(service({ files, workdir: "/" }))).toBe("");
});
