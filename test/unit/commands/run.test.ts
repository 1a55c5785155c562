import { describe, expect, it } from "vitest";
import { build, buildAll } from "../../../src/commands/index.ts";
import { summary } from "../../../src/report/summary.ts";
import { runTable } from "../../../src/report/table.ts";
import { MemoryEngine } from "../../contract/memory-engine.ts";

const FILES = { "services/api/Dockerfile": "FROM scratch\nCOPY file /file\n", "services/api/file": "api" };
const OPTIONS = { environment: "development" } as const;

/** An engine on which a signal arrives while a base is made: the command that made it was killed, and says so. */
function interruptedEngine() {
  const controller = new AbortController();
  const engine = Object.assign(new MemoryEngine({ files: FILES }), { signal: controller.signal });
  engine.build = () => {
    controller.abort();
    return Promise.reject(new Error("signal: SIGKILL"));
  };
  return engine;
}

describe("a run that a signal ended", () => {
  const interrupted = { message: "api: interrupted", exitCode: 1, lines: [] };

  it("says of one service that it was interrupted, whatever the killed command said", async () => {
    const { result } = await build(interruptedEngine(), { ...OPTIONS, service: "api" });
    expect(result).toMatchObject({ status: "failed", error: interrupted });
  });

  it("says so of each of several, with the command that does it again", async () => {
    const { services } = await buildAll(interruptedEngine(), OPTIONS);
    const reproduce = expect.stringContaining("build --service api");
    expect(services[0]?.error).toMatchObject({ ...interrupted, reproduce });
  });

  it("is no fault of ours; what fails without a signal is", async () => {
    const engine = new MemoryEngine({ files: FILES });
    engine.build = () => Promise.reject(new Error("signal: SIGKILL"));
    const { result } = await build(engine, { ...OPTIONS, service: "api" });
    expect(result.error?.message).toBe("api: multistage itself failed");
  });
});

it("builds an image that no budget holds, however large, and tells of it", async () => {
  const { result } = await build(new MemoryEngine({ files: FILES, sizes: { api: 256e6 } }), {
    ...OPTIONS,
    service: "api",
  });
  const warning = "the image has 256 MB, and no `budget:` in its service.yaml holds it to a size";
  expect([result.error, result.warnings]).toEqual([null, [warning]]);
  expect(summary(result)).toContain(`warning      ${warning}`);
  expect(runTable({ services: [result] })).toContain(`api: ${warning}`);
});
