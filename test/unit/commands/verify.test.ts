import { expect, it } from "vitest";
import { start } from "../../../src/commands/start.ts";
import { verify, verifyAll } from "../../../src/commands/verify.ts";
import type { Running } from "../../../src/engine.ts";
import { Failure } from "../../../src/failure.ts";
import type { Answer } from "../../../src/policies/expectations.ts";
import { MemoryEngine } from "../../contract/memory-engine.ts";

const go = (name: string, descriptor: string) => ({
  [`services/${name}/go.mod`]: "module a\ngo 1.26\n",
  [`services/${name}/main.go`]: "package main\nfunc main() {}\n",
  [`services/${name}/service.yaml`]: descriptor,
});

const FILES = {
  ...go("api", "port: 8080\nexpect: [{ path: /healthz, body: ok }, { path: /missing, status: 404 }]\n"),
  ...go("worker", "variables: { A: b }\n"),
};

const answer = (status: number, body = ""): Answer => ({ status, body, headers: {} });

/** An engine whose images answer by path, and what was started and stopped there. */
function running(answers: Record<string, Answer>, files: Record<string, string> = FILES) {
  const told: unknown[] = [];
  const engine = new MemoryEngine({ files });
  const part: Running<string> = {
    async start(_image, { port }) {
      if (answers.none)
        throw new Failure("the image ended with 3 instead of listening", { lines: ["no config"] });
      told.push(["started", port]);
      return {
        lines: () => ["listening", "asked"],
        stop: async () => void told.push("stopped"),
        async ask({ path = "" }) {
          const found = answers[path];
          if (!found) throw new Error(`GET ${path}: no answer: connection reset`);
          return found;
        },
      };
    },
    foreground: async (_image, how) => {
      told.push(how);
      return 7;
    },
  };
  return { engine: Object.assign(engine, { running: part }), told };
}

const OPTIONS = { environment: "development" };

it("what answers as expected is done; what has no port is not started", async () => {
  const { engine, told } = running({ "/healthz": answer(200, "ok"), "/missing": answer(404) });
  const { services } = await verifyAll(engine, OPTIONS);
  expect(services.map(({ name, status }) => [name, status])).toEqual([
    ["api", "built"],
    ["worker", "built"],
  ]);
  expect(told).toEqual([["started", 8080], "stopped"]);
});

it("what answers otherwise fails, with what it printed, and is stopped", async () => {
  const { engine, told } = running({ "/healthz": answer(500, "out of order") });
  const { services } = await verify(engine, { ...OPTIONS, service: "api" });
  expect(services[0]).toMatchObject({ status: "failed", error: { exitCode: 1 } });
  expect(services[0]?.error?.message).toBe("api: GET /healthz: 500 instead of 200");
  expect(services[0]?.error?.lines).toEqual([
    'GET /healthz: no "ok" in out of order',
    "GET /missing: no answer: connection reset",
    "what it printed:",
    "  listening",
    "  asked",
  ]);
  expect(told.at(-1)).toBe("stopped");
});

it("what doesn't start fails by itself", async () => {
  const { engine } = running({ none: answer(0) });
  const { services } = await verifyAll(engine, OPTIONS);
  expect(services.map(({ status }) => status)).toEqual(["failed", "built"]);
  expect(services[0]?.error?.lines).toEqual(["no config"]);
});

it("an engine that starts no images says so", async () => {
  await expect(verifyAll(new MemoryEngine({ files: FILES }), OPTIONS)).rejects.toThrow("starts no images");
});

it("run gives a service its port and the caller's variables, and answers its exit code", async () => {
  const { engine, told } = running({});
  expect(await start(engine, { ...OPTIONS, service: "api", variable: ["A=b=c", "EMPTY="] })).toBe(7);
  expect(told).toEqual([{ port: 8080, variables: { A: "b=c", EMPTY: "" } }]);
  await expect(start(engine, { ...OPTIONS, service: "api", variable: ["1A=b"] })).rejects.toThrow(
    "--variable 1A=b: expected NAME=VALUE",
  );
});
