import { appendFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { call, directoryOf, testBases, unavailable } from "./engine.ts";

const go = (name: string) => ({
  [`services/${name}/go.mod`]: `module example.com/${name}\n\ngo 1.21\n`,
  [`services/${name}/main.go`]: `package main\n\nfunc main() { println("${name}") }\n`,
});

/** Two services, and what no build needs: the larger part by far. */
const REPOSITORY = {
  "bases.yaml": testBases(),
  ...go("one"),
  ...go("two"),
  "services/one/node_modules/large": "x".repeat(20_000_000),
};

describe.skipIf(unavailable)("what an engine does again", { timeout: 900_000 }, () => {
  const source = directoryOf(REPOSITORY);
  afterAll(() => rmSync(source, { recursive: true }));
  const build = (service: string) => call(["build", "--source", source, "--service", service, "entrypoint"]);

  it("is nothing where nothing changed, from the function cache", async () => {
    const first = await build("one");
    expect(first.exitCode, first.stderr.slice(-2000)).toBe(0);
    const again = await build("one");
    expect(commandsRun(again.stderr)).toEqual([]);
    expect(again.stderr).not.toMatch(/withExec/);
  });

  it("is no step of one service where another's files changed", async () => {
    appendFileSync(join(source, "services/two/main.go"), `\n// changed ${Date.now()}\n`);
    expect(commandsRun((await build("one")).stderr)).toEqual([]);
  });

  it("is no download where a source file changed, only the compilation", async () => {
    appendFileSync(join(source, "services/one/main.go"), `\n// changed ${Date.now()}\n`);
    const ran = commandsRun((await build("one")).stderr);
    expect(ran).toHaveLength(1);
    expect(ran[0]).toContain("go build");
  });

  it("uploads nothing that no build needs", async () => {
    appendFileSync(join(source, "services/one/node_modules/large"), "changed");
    const { stderr } = await build("one");
    expect(commandsRun(stderr)).toEqual([]);
    expect(stderr).not.toMatch(/Multistage\.build\s+DONE/);
  });
});

/** Commands of stages that were run, not answered from cache: a plain log tells both by a number. */
function commandsRun(log: string): string[] {
  const lines = log.split("\n");
  const commands = new Map(
    lines.flatMap((line) => {
      const [, step = "", command = ""] = /^(\d+)\s*:.*(?<!\.)withExec (.*)$/.exec(line) ?? [];
      return step ? [[step, command] as const] : [];
    }),
  );
  const done = lines.flatMap((line) => /^(\d+)\s*:.*Container\.withExec DONE/.exec(line)?.[1] ?? []);
  return done.flatMap((step) => commands.get(step) ?? []);
}
