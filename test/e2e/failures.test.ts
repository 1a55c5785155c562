import { mkdtempSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { which } from "zx";
import { call, callJson, goService, inService, LOCAL, only, repository } from "./command.ts";
import { containers } from "./image-store.ts";

const build = (source: string, ...more: string[]) =>
  callJson(["build", "--source", source, ...LOCAL, ...more]);

describe("a failure says what failed, its last lines, and what to do next", () => {
  it("compile error: exit 1, stage, command, the compiler's words, a shell just before it", async () => {
    const before = containers();
    const ended = await build(repository(inService("broken", goService("undefinedFunction()"))));
    expect(ended.exitCode).toBe(1);
    expect(containers()).toEqual(before);
    const { status, error } = only(ended);
    expect(status).toBe("failed");
    expect(error?.message).toMatch(/^broken: stage build: RUN .*go build .* failed$/s);
    expect(error?.lines.join("\n")).toContain("undefined: undefinedFunction");
    expect(error?.next).toMatch(/^buildah run -t .*\$\(buildah from [0-9a-f]+\) -- sh$/);
    expect(ended.stderr).toContain("undefined: undefinedFunction");
  });

  it("failing test: exit 1, and the test's words", async () => {
    const source = repository(inService("broken", goService("", 't.Fatal("two is not three")')));
    const ended = await callJson(["test", "--source", source, ...LOCAL]);
    expect(ended.exitCode).toBe(1);
    expect(only(ended).error?.message).toContain("stage test");
    expect(only(ended).error?.lines.join("\n")).toContain("two is not three");
  });

  it("linter: exit 1 and its words; exit 2 where a service has none", async () => {
    const untidy = repository(inService("untidy", goService("x := 1\n\tx = x\n\tprintln(x)")));
    const ended = await callJson(["lint", "--source", untidy, ...LOCAL]);
    expect(ended.exitCode).toBe(1);
    expect(only(ended).error?.message).toMatch(/^untidy: stage lint: RUN .*go vet .* failed$/s);
    expect(only(ended).error?.lines.join("\n")).toContain("self-assignment of x");
    const site = await call([
      "lint",
      "--source",
      repository(inService("site", { "index.html": "" })),
      ...LOCAL,
    ]);
    expect(site.exitCode).toBe(2);
    expect(site.stderr).toContain("site has nothing to lint with");
    expect(site.stderr).toContain("say `lint: [COMMAND]` in services/site/service.yaml");
  });

  it("missing dependency: exit 1 with the package manager's words", async () => {
    const files = goService();
    files["main.go"] = 'package main\n\nimport "example.com/nowhere/at/all"\n\nfunc main() { all.Do() }\n';
    const ended = await build(repository(inService("broken", files)));
    expect([1, 75]).toContain(ended.exitCode);
    expect(only(ended).error?.lines.join("\n")).toContain("example.com/nowhere/at/all");
  });

  it("missing entry point: exit 2 before any step, with file and line", async () => {
    const files = { ...goService(), "service.yaml": "port: 80\nentrypoint: ./cmd/sever\n" };
    const ended = await call(["build", "--source", repository(inService("broken", files)), ...LOCAL]);
    expect(ended.exitCode).toBe(2);
    expect(ended.stderr).toMatch(/services\/broken\/service\.yaml:2:13: .*cmd\/sever/);
  });

  it("unknown service: exit 2 with the nearest name", async () => {
    const source = repository({ ...inService("api", goService()), ...inService("web", goService()) });
    const ended = await call(["build", "--service", "aip", "--source", source, ...LOCAL]);
    expect(ended.exitCode).toBe(2);
    expect(ended.stderr).toContain('there is no service "aip": did you mean "api"?');
  });

  it("over budget: exit 3 with the largest layers", async () => {
    const files = { ...goService(), "service.yaml": "budget: 10 kB\n" };
    const ended = await build(repository(inService("fat", files)));
    expect(ended.exitCode).toBe(3);
    expect(only(ended).error?.message).toMatch(/^fat: the image has \d.* MB, its budget is 10 kB$/);
    expect(only(ended).error?.lines.length).toBeGreaterThan(0);
  });

  it("a missing tool: exit 2 with one line that says what to install", async () => {
    const source = repository(inService("api", goService()));
    const path = pathWith("node", "git", "sh", "dirname", "apt-get");
    const ended = await call(["build", "--source", source, ...LOCAL], {
      PATH: path,
      MULTISTAGE_NO_INSTALL: "1",
    });
    expect(ended.exitCode).toBe(2);
    expect(ended.stderr).toMatch(/missing: .*buildah/);
    expect(ended.stderr).toContain("apt-get install --no-install-recommends buildah");
  });

  it("no network: exit 75, worth a retry", async () => {
    const files: Record<string, string> = {
      ...goService(),
      "main.go": 'package main\n\nimport _ "github.com/google/uuid"\n\nfunc main() {}\n',
    };
    files["go.mod"] += "\nrequire github.com/google/uuid v1.6.0\n";
    files["go.sum"] = "";
    files["service.yaml"] = "buildArguments: { GOPROXY: 'http://127.0.0.1:1' }\n";
    const ended = await build(repository(inService("offline", files)));
    expect(ended.exitCode).toBe(75);
    expect(only(ended).error?.message).toContain("stage dependencies");
  });

  it("a step that takes longer than it may: ends, and says so", async () => {
    const source = repository(inService("slow", goService("", "for { }")));
    const ended = await callJson(["test-all", "--source", source, ...LOCAL, "--step-timeout", "5"]);
    expect(ended.exitCode).toBe(1);
    expect(only(ended).error?.message).toMatch(/stage test: RUN .* took longer than 5 s$/s);
  });
});

/** A directory that holds these commands of the machine and no others. */
function pathWith(...commands: string[]): string {
  const directory = mkdtempSync(join(tmpdir(), "multistage-path-"));
  for (const command of commands) symlinkSync(which.sync(command), join(directory, command));
  return directory;
}
