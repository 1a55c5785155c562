import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PROJECT } from "../../ci/local/paths.ts";
import { listens } from "../../ci/local/running/listens.ts";
import { call, callJson, inService, LOCAL, nodeService, only, repository } from "./command.ts";
import { freePort } from "./running.ts";

const node = (name: string, server: string, descriptor: string) =>
  inService(name, { ...nodeService(server), "service.yaml": descriptor });

const answers = (text: string, port: string) =>
  `const { createServer } = require("node:http");
createServer((_, response) => { console.log("asked"); response.end(${text}); }).listen(${port});\n`;

let source: string;
let port: number;
beforeAll(async () => {
  port = await freePort();
  const [toldPort, otherPort] = [await freePort(), await freePort()];
  const asked = (body: string) => `port: ${port}\nexpect: [{ path: /healthz, body: ${body} }]\n`;
  source = repository({
    // Two that listen nowhere else, whatever PORT says.
    ...node("first", answers('"first " + process.getuid()', String(port)), asked("first 65532")),
    ...node("second", answers('"second"', String(port)), asked("second")),
    ...node(
      "told",
      answers('"told"', "process.env.PORT"),
      `port: ${toldPort}\nexpect: [{ path: /, body: told }]\n`,
    ),
    ...node(
      "other",
      answers('"something else"', "process.env.PORT"),
      `port: ${otherPort}\nexpect: [{ path: /, body: promised }]\n`,
    ),
    ...node("worker", `setInterval(() => {}, 1000); // ${port}`, ""),
  });
});
afterAll(() => rmSync(source, { recursive: true }));

const flags = () => ["--source", source, ...LOCAL];

describe("verify", () => {
  it("starts an image as it would run, and asks it what its service expects", async () => {
    const ended = await call(["verify", "first", ...flags()]);
    expect(ended, ended.stderr).toMatchObject({ exitCode: 0 });
    expect(ended.stdout).toMatch(/^first +node +verified .* 1 as expected/m);
    expect(await listens(port)).toBe(false);
  });

  it("shows what is missing, what the image printed, and how to see it again", async () => {
    const { exitCode, stderr, data } = await callJson(["verify", "--service", "other", ...flags()]);
    const { error } = only({ data });
    expect(exitCode).toBe(1);
    expect(error?.message).toBe('other: GET /: no "promised" in something else');
    expect(error?.lines).toEqual(["what it printed:", "  asked"]);
    expect(error?.reproduce).toMatch(/ verify --service other /);
    expect(stderr).toContain("what it printed:");
  });
});

describe("all of them", () => {
  const statuses = async (words: string[]) => {
    const { exitCode, data } = await callJson([...words, ...flags()]);
    return { exitCode, of: data.services.map(({ name, status, answers: of }) => [name, status, of]) };
  };

  it("verify-all asks each; one that answers otherwise hides no other", async () => {
    expect(await statuses(["verify-all"])).toEqual({
      exitCode: 1,
      of: [
        ["first", "built", 1],
        ["other", "failed", undefined],
        ["second", "built", 1],
        ["told", "built", 1],
        ["worker", "built", undefined],
      ],
    });
  });

  it("build-all --check does so after it has built them; without, nothing is asked", async () => {
    const report = join(source, "report.xml");
    const { exitCode, of } = await statuses(["build-all", "--check", "--junit", report]);
    expect([exitCode, of[1]]).toEqual([1, ["other", "failed", undefined]]);
    expect(readFileSync(report, "utf8")).toContain("no &quot;promised&quot; in something else");
    expect((await statuses(["build-all", "--check", "--exclude", "other"])).exitCode).toBe(0);
    expect((await statuses(["build-all"])).exitCode).toBe(0);
  });
});

describe("run", () => {
  let child: ChildProcess;
  afterAll(() => child?.kill("SIGKILL"));

  it("runs an image in the foreground with its variables, until it is told to end", async () => {
    const own = await freePort();
    const words = ["run", "told", "--port", String(own), "--variable", "NODE_DEBUG=http", ...flags()];
    child = spawn("./daggerw", words, { cwd: PROJECT, stdio: ["ignore", "pipe", "pipe"] });
    let printed = "";
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (part) => (printed += part));
    const ended = once(child, "close");
    while (!(await listens(own)) && child.exitCode === null)
      await new Promise((after) => setTimeout(after, 100));
    expect(await (await fetch(`http://127.0.0.1:${own}/`)).text(), printed).toBe("told");
    expect(printed).toContain(`on http://127.0.0.1:${own}`);
    expect(printed).toMatch(/^HTTP \d+: /m);
    child.kill("SIGINT");
    const [exitCode] = await ended;
    expect(exitCode).toBe(130);
    expect(await listens(own)).toBe(false);
  });
});
