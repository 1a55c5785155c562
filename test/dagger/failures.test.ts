import { rmSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { call, directoryOf, testBases, unavailable } from "./engine.ts";

/** One service that doesn't compile, and one whose descriptor is at fault. */
const REPOSITORY = {
  "bases.yaml": testBases(),
  "services/broken/go.mod": "module example.com/broken\n\ngo 1.21\n",
  "services/broken/main.go": "package main\n\nfunc main() { undefined() }\n",
  "services/typo/go.mod": "module example.com/typo\n\ngo 1.21\n",
  "services/typo/main.go": "package main\n\nfunc main() {}\n",
  "services/typo/service.yaml": "prot: 80\n",
};

describe.skipIf(unavailable)("a failure on an engine", { timeout: 600_000 }, () => {
  const source = directoryOf(REPOSITORY);
  afterAll(() => rmSync(source, { recursive: true }));
  const of = (service: string) => ["build", "--source", source, "--service", service, "entrypoint"];

  it("names service, stage and command, quotes last lines, and says how to look at it", async () => {
    const { stderr, exitCode } = await call(of("broken"));
    expect(exitCode).not.toBe(0);
    expect(stderr).toContain("broken: build failed (exit 1): go build");
    expect(stderr).toContain("undefined: undefined");
    expect(stderr).toContain("dagger --interactive call build --service broken --stage build");
  });

  it("of a run over many ends with the table, and says how to do one again", async () => {
    const { stderr, exitCode } = await call(["build-all", "--source", source]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/broken .*failed.*\n.*typo .*failed/);
    expect(stderr).toMatch(/→ dagger call build --service broken .*, with the same --source/);
  });

  it("makes dagger check fail, with the same words", async () => {
    const { stderr, exitCode } = await call(["check-tests", "--source", source]);
    expect(exitCode).not.toBe(0);
    expect(stderr).toContain('unknown field "prot"');
  });
});
