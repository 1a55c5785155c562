import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { callOptions } from "../../../ci/local/call.ts";
import { daggerWords } from "../../../ci/local/dagger.ts";
import { inOwnWords, isReported, reportWords } from "../../../ci/local/dagger-report.ts";
import { flagsOf } from "../../../ci/local/flags.ts";
import { PROJECT } from "../../../ci/local/paths.ts";
import { domainWords } from "../../../ci/local/working-directory.ts";
import type { RunResult } from "../../../src/report/result.ts";

const said = (text: string) =>
  daggerWords(text.split(" "))
    .filter((word) => word !== PROJECT)
    .join(" ");

describe("the local command's words on dagger", () => {
  it.each([
    ["call build --service api", "call --mod build --service api"],
    ["call build --engine dagger --service api", "call --mod build --service api"],
    ["call build --engine=dagger --progress plain", "--progress plain call --mod build"],
    ["call test-all --junit out/junit.xml --only a", "call --mod test-all --only a"],
    ["call services --json", "call --mod --json services"],
    ["call build export --path x.tar", "call --mod build export --path x.tar"],
    [
      "call build --secret npm=env:NPM_TOKEN --service web",
      "call --mod build --secret env://NPM_TOKEN --secret-name npm --service web",
    ],
    [
      "call build --secret=a=env:A,b=file:/run/b",
      "call --mod build --secret env://A --secret-name a --secret file:///run/b --secret-name b",
    ],
    [
      "call publish --registry-password env:PASSWORD",
      "call --mod publish --registry-password env://PASSWORD",
    ],
    ["call build --secret env://NPM_TOKEN", "call --mod build --secret env://NPM_TOKEN"],
  ])("%s", (ours, theirs) => expect(said(ours)).toBe(theirs));

  it("an agent is its socket", async () => {
    const socket = join(tmpdir(), `agent-${process.pid}.sock`);
    const server = createServer();
    await new Promise<void>((listens) => server.listen(socket, listens));
    vi.stubEnv("SSH_AUTH_SOCK", socket);
    expect(said("call build --ssh default")).toBe(`call --mod build --ssh ${socket}`);
    vi.unstubAllEnvs();
    server.close();
  });
});

describe("whose caches a run on dagger uses", () => {
  afterEach(() => vi.unstubAllEnvs());

  it.each([
    ["build", {}, ["--domain", "pr-12"]],
    ["build", { domain: "main" }, []],
    ["promote", {}, ["--domain", "pr-12"]],
    ["services", {}, []],
  ])("%s with %j", (name, values, words) => {
    for (const variable of ["GITHUB_EVENT_NAME", "CI_MERGE_REQUEST_IID"]) vi.stubEnv(variable, "");
    expect(domainWords(values, flagsOf(name))).toEqual([]);
    vi.stubEnv("CHANGE_ID", "12");
    expect(domainWords(values, flagsOf(name))).toEqual(words);
  });
});

describe("--json on dagger prints the report of a run", () => {
  it.each([
    ["call build --json --service api", "build", "call --mod build-all --only api --no-fail report contents"],
    ["call test --service=api --json", "test", "call --mod test-all --only=api --no-fail report contents"],
    [
      "call publish --json --service a",
      "publish",
      "call --mod publish-all --only a --no-fail report contents",
    ],
    [
      "call build-all --json --only a",
      "build-all",
      "call --mod build-all --only a --no-fail report contents",
    ],
  ])("%s", (ours, name, theirs) => {
    const words = reportWords(daggerWords(ours.split(" ")), name).filter((word) => word !== PROJECT);
    expect(words.join(" ")).toBe(theirs);
  });
});

describe("a call on dagger", () => {
  const told = (text: string, json = false) => {
    const words = daggerWords(text.split(" "));
    return isReported(text.split(" ")[1] ?? "", words, { json });
  };

  it.each([
    ["call build --service api", true],
    ["call build --service=api --environment testing", true],
    ["call build --service api --stage test", false],
    ["call build --service api --platform linux/arm64", false],
    ["call build", false],
    ["call build-all", true],
    ["call test --service api", false],
    ["call dockerfile --service api", false],
  ])("%s is told by a report: %s", (text, isTold) => {
    expect(told(text)).toBe(isTold);
  });

  it("is told by one wherever data is asked for", () => {
    expect([told("call test --service api", true), told("call dockerfile --service api", true)]).toEqual([
      true,
      false,
    ]);
  });
});

describe("what a run on dagger says of a failure", () => {
  it("does the service again with the caller's own flags", () => {
    const error = { message: "no", exitCode: 1, lines: [], reproduce: "dagger call build --service web" };
    const services = [{ name: "web", status: "failed", error }];
    const options = callOptions({ source: "../my shop", environment: "testing" });
    const said = inOwnWords({ services } as unknown as RunResult, "test", options);
    expect(said.services[0]?.error?.reproduce).toBe(
      "./daggerw call test --service web --environment testing --source '../my shop'",
    );
  });
});
