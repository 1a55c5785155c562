import { rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RunResult } from "../../src/report/result.ts";
import { call, inService, nodeService, repository } from "./command.ts";

const node = (name: string, server: string) => inService(name, nodeService(server));

let source: string;
beforeAll(() => {
  source = repository({
    ...node("listens", 'require("node:http").createServer().listen(8080);'),
    ...node("waits", "setInterval(() => {}, 1000);"),
    ...node("lacks", 'try { require("left-pad"); } catch {}\nrequire("express");'),
    ...node("asks", 'if (!process.env.DATABASE_URL) throw new Error("DATABASE_URL is not set");'),
    ...node(
      "writes",
      'require("node:fs").writeFileSync("/tmp/a", "");require("node:fs").writeFileSync("/app/a", "");',
    ),
  });
});
afterAll(() => rmSync(source, { recursive: true }));

async function built(service: string, ...words: string[]) {
  const flags = ["--source", source, "--engine", "buildah", "--bases", "debian", "--json", ...words];
  const { exitCode, stdout } = await call(["build", "--service", service, ...flags]);
  const [result] = (JSON.parse(stdout) as RunResult).services;
  return { exitCode, ...result };
}

describe("an image that is started for a moment", () => {
  it("listens", async () => {
    const { exitCode, start } = await built("listens");
    expect([exitCode, start?.how, start?.warnings]).toEqual([0, "started", []]);
    expect(start?.said).toMatch(/^it listens after \d\.\d s$/);
  });

  it("is not started again", async () => {
    const [first, second] = [await built("listens"), await built("listens")];
    expect([second.status, second.start]).toEqual(["cached", first.start]);
  });

  it("waits", async () => {
    expect((await built("waits")).start?.said).toMatch(/^it runs after/);
  });

  it("lacks a module, and doesn't count as built", async () => {
    const { exitCode, error } = await built("lacks");
    expect(exitCode).toBe(1);
    expect(error?.message).toBe(`lacks: the image can't start: there is no module "express" in the image`);
    expect(error?.next).toMatch(/^name express in dependencies/);
    expect((await built("lacks")).exitCode).toBe(1);
    expect((await built("lacks", "--no-start-check")).start?.how).toBe("skipped");
  });

  it("wants a variable, which nobody holds against it", async () => {
    const { exitCode, start } = await built("asks");
    expect(exitCode).toBe(0);
    expect(start?.warnings).toEqual([expect.stringMatching(/it ended with 1 after .* s/)]);
  });

  it("can write to /tmp alone", async () => {
    const { start } = await built("writes");
    expect(start?.warnings[0]).toMatch(/it ended with 1/);
  });
});
