import { rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { $ } from "zx";
import { PROJECT } from "../../ci/local/paths.ts";
import { call, copyModule, directoryOf, testBases, timed, unavailable } from "./engine.ts";

const go = (name: string, more = "") => ({
  [`services/${name}/go.mod`]: `module example.com/${name}\n\ngo 1.21\n`,
  [`services/${name}/main.go`]: "package main\n\nfunc main() {}\n",
  [`services/${name}/service.yaml`]: `port: 8080\n${more}`,
});

/** Its tests end as no other command here does; its budget holds nothing. */
const FAILING = go(
  "failing",
  "test: [sh, -c, echo sevenfold; exit 7]\nlint: [sh, -c, echo untidy; exit 9]\nbudget: 1 kB\n",
);

describe.skipIf(unavailable)("the habits of Dagger", { timeout: 900_000 }, () => {
  const sound = directoryOf({ "bases.yaml": testBases(), ...go("one"), ...go("two") });
  const failing = directoryOf({ "bases.yaml": testBases(), ...go("one"), ...FAILING });
  beforeAll(async () => {
    for (const repository of [sound, failing]) {
      copyModule(repository);
      await $({ quiet: true, cwd: repository })`git init --quiet`;
    }
  });
  afterAll(() => {
    for (const directory of [sound, failing]) rmSync(directory, { recursive: true });
  });
  const check = (cwd: string) => timed(["dagger", "--progress=plain", "check"], { cwd });

  it("check: reads, tests, lints and measures every service", async () => {
    const { exitCode, stderr } = await check(sound);
    expect(exitCode, stderr.slice(-2000)).toBe(0);
    for (const name of ["descriptors", "tests", "lint", "budgets"]) expect(stderr).toContain(`check-${name}`);
  });

  it("check: fails where a service does, and says which and why", async () => {
    const { exitCode, stderr } = await check(failing);
    expect(exitCode).not.toBe(0);
    expect(stderr).toContain("failing: test failed (exit 7): sh -c echo sevenfold; exit 7");
    expect(stderr).toContain("failing: lint failed (exit 9): sh -c echo untidy; exit 9");
    expect(stderr).toMatch(/failing: the image has [\d.]+ [kM]B, its budget is 1 kB/);
  });

  it("an image over its budget is refused", async () => {
    const one = await call(["build", "--source", failing, "--service", "failing", "entrypoint"]);
    expect(one.exitCode).toBe(3);
    expect(one.stderr).toContain("raise `budget:` in its service.yaml");
  });

  it("a failed command's last lines are told, and the call ends as without an engine", async () => {
    const { exitCode, stderr } = await call(["test", "--source", failing, "--service", "failing"]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/│ sevenfold/);
  });

  it("each service's work is one span of its name", async () => {
    const { stderr } = await call(["build-all", "--source", sound, "--environment", "testing", "check"]);
    for (const name of ["one", "two"]) expect(stderr).toMatch(new RegExp(`^\\d+ +: ┆ ${name} DONE`, "m"));
  });

  it("functions and flags are explained where Dagger lists them", async () => {
    const functions = await timed(["dagger", "functions", "--mod", PROJECT]);
    expect(functions.stdout).toMatch(/build +Builds a service's image/);
    const { stdout } = await call(["build", "--help"]);
    expect(stdout).toMatch(/--platform Platform\s+The image's platform/);
    expect(stdout).toMatch(/--bases \S+\s+Where bases come from/);
  });
});
