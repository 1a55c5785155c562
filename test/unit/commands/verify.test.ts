import { describe, expect, it } from "vitest";
import { start } from "../../../src/commands/start.ts";
import { buildAllChecked, verify, verifyAll } from "../../../src/commands/verify.ts";
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
  expect(services[0]?.error?.reproduce).toBe("./daggerw call verify --service api");
  expect(services[0]?.error?.lines).toEqual(["no config"]);
});

it("build-all --check asks those that say what they answer, and builds the others", async () => {
  const quiet = { ...FILES, ...go("web", "port: 80\n") };
  const { engine, told } = running({ "/healthz": answer(200, "ok"), "/missing": answer(404) }, quiet);
  const { services } = await buildAllChecked(engine, OPTIONS);
  expect(services.map(({ name, status, answers }) => [name, status, answers])).toEqual([
    ["api", "built", 2],
    ["web", "built", undefined],
    ["worker", "built", undefined],
  ]);
  expect(told).toEqual([["started", 8080], "stopped"]);
});

describe("images that are started at once", () => {
  const asked = (port: number) => `port: ${port}\nexpect: [{ path: /healthz, body: ok }]\n`;
  const four = { ...go("a", asked(1)), ...go("b", asked(2)), ...go("c", asked(2)), ...go("d", asked(3)) };

  /** Most that ran at once, and on one port. */
  async function atOnce(options: { concurrency?: number; failFast?: boolean }, status = 200) {
    const { engine } = running({}, four);
    const now: number[] = [];
    const most = { all: 0, port: 0 };
    engine.running.start = async (_image, { port = 0 }) => {
      now.push(port);
      most.all = Math.max(most.all, now.length);
      most.port = Math.max(most.port, now.filter((one) => one === port).length);
      await new Promise(setImmediate);
      return {
        lines: () => [],
        stop: async () => void now.splice(now.indexOf(port), 1),
        ask: async () => answer(status, "ok"),
      };
    };
    const { services } = await verifyAll(engine, { ...OPTIONS, ...options });
    return { most, statuses: services.map((one) => one.status) };
  }

  it("are as many as the caller lets, and one a port", async () => {
    expect(await atOnce({ concurrency: 8 })).toMatchObject({ most: { all: 3, port: 1 } });
    expect(await atOnce({ concurrency: 2 })).toMatchObject({ most: { all: 2, port: 1 } });
    expect(await atOnce({ concurrency: 1 })).toMatchObject({ most: { all: 1, port: 1 } });
  });

  it("are no more after one that failed, where the caller says so", async () => {
    const { statuses } = await atOnce({ concurrency: 1, failFast: true }, 500);
    expect(statuses).toEqual(["failed", "skipped", "skipped", "skipped"]);
    expect((await atOnce({ concurrency: 1 }, 500)).statuses).toEqual(Array(4).fill("failed"));
  });
});

it("an engine that starts no images says so, where any is to be started", async () => {
  for (const command of [verifyAll, buildAllChecked])
    await expect(command(new MemoryEngine({ files: FILES }), OPTIONS)).rejects.toThrow("starts no images");
  const { services } = await buildAllChecked(new MemoryEngine({ files: go("worker", "") }), OPTIONS);
  expect(services.map(({ status }) => status)).toEqual(["built"]);
});

it("run gives a service its port and the caller's variables, and answers its exit code", async () => {
  const { engine, told } = running({});
  expect(await start(engine, { ...OPTIONS, service: "api", variable: ["A=b=c", "EMPTY="] })).toBe(7);
  expect(told).toEqual([{ port: 8080, variables: { A: "b=c", EMPTY: "" } }]);
  await expect(start(engine, { ...OPTIONS, service: "api", variable: ["1A=b"] })).rejects.toThrow(
    "--variable 1A=b: expected NAME=VALUE",
  );
});
