import { describe, it } from "vitest";
import * as commands from "../../../src/commands/index.ts";
import { asFailure, failureText } from "../../../src/failure.ts";
import { exitCodeOf } from "../../../src/report/exit-code.ts";
import type { RunResult } from "../../../src/report/result.ts";
import { MemoryEngine } from "../../contract/memory-engine.ts";
import { type Ended, expectEnd } from "../../contract/observe.ts";
import { SITUATIONS, type Situation } from "../../contract/situations.ts";

const REGISTRY = { registry: "registry.example/team" };

/** Each function, and the exit code that a result of it means. */
const FUNCTIONS: Record<string, (engine: MemoryEngine, options: never) => Promise<[RunResult, number]>> = {
  services: async (engine) => [await commands.services(engine), 0],
  plan: async (engine, options) => [await commands.plan(engine, options), 0],
  affected: async (engine, options) => [await commands.affected(engine, options), 0],
  "build-all": async (engine, options) => {
    const result = await commands.buildAll(engine, options);
    return [result, commands.runExitCode(result)];
  },
  "publish-all": async (engine, options: object) => {
    const { result } = await commands.publishAll(engine, { ...REGISTRY, ...options } as never);
    return [result, exitCodeOf(result)];
  },
};

async function ended({ files, committed, call: [name, options] }: Situation): Promise<Ended> {
  const failing = { bad: "no such file" };
  const sizes = { api: (files["services/api/file"] ?? "").length };
  const before = committed === true ? files : committed;
  const engine = new MemoryEngine({ files, committed: before, failing, sizes });
  try {
    const given = { environment: "development", ...options } as never;
    const [result, exitCode] = (await FUNCTIONS[name]?.(engine, given)) ?? [];
    return { result, exitCode: exitCode ?? -1, text: JSON.stringify(result) };
  } catch (error) {
    const failure = asFailure(error);
    return { exitCode: failure.exitCode, text: failureText(failure) };
  }
}

describe("every command, in memory", () => {
  it.each(SITUATIONS.map((one) => [one.name, one] as const))("%s", async (_, situation) => {
    expectEnd(await ended(situation), situation.expected);
  });
});
