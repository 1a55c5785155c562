import { cpSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { PROJECT } from "../../ci/local/paths.ts";
import type { ServiceResult } from "../../src/report/result.ts";
import { callJson, LOCAL, repository } from "./command.ts";
import { filesOf } from "./image-files.ts";
import { start } from "./running.ts";

const PROJECTS = join(PROJECT, "test/e2e/managers");

/** `MANAGERS=bun,uv` checks only these. */
const chosen = process.env.MANAGERS?.split(",") ?? readdirSync(PROJECTS);

/** What each ecosystem's projects depend on, and what only their tests do. */
const NODE = { answer: "two days are 172800000 ms", needed: "node_modules/ms/", unneeded: "is-number" };
const PYTHON = { answer: "two days.", needed: "lib/itsdangerous/", unneeded: "iniconfig" };

/** Real projects, each with the lockfile that its manager wrote. Same files each time: later runs are cached. */
function projects(): string {
  const root = repository({ "README.md": "" });
  for (const name of chosen) {
    const isWorkspace = name.endsWith("-workspace");
    const home = join(root, isWorkspace ? "workspaces" : "services", name);
    cpSync(join(PROJECTS, name), home, { recursive: true });
    if (isWorkspace) writeFileSync(join(home, "server/service.yaml"), `name: ${name}\n`);
  }
  return root;
}

describe.each(chosen)("a project of %s", (name) => {
  it("is built as locked, and answers; what only tests need is not in its image", async () => {
    const { reference = "", error } = built[name] as ServiceResult;
    expect(error).toBeNull();
    const files = (await filesOf(reference)).map(({ path }) => path);
    const { answer, needed, unneeded } = files.some((path) => path.endsWith("main.py")) ? PYTHON : NODE;
    expect(files.filter((path) => path.includes(needed))).not.toEqual([]);
    expect(files.filter((path) => path.includes(unneeded))).toEqual([]);
    const running = await start(reference);
    const text = await fetch(running.url).then((response) => response.text());
    await running.stop();
    expect(text).toContain(answer);
  });

  it("is tested with what only tests need", () => {
    expect(tested[name]?.error).toBeNull();
  });
});

let built: Record<string, ServiceResult> = {};
let tested: Record<string, ServiceResult> = {};

beforeAll(async () => {
  const words = ["--source", projects(), ...LOCAL];
  const byName = async (call: string) => {
    const { data } = await callJson([call, ...words]);
    return Object.fromEntries(data.services.map((service) => [service.name, service]));
  };
  built = await byName("build-all");
  tested = await byName("test-all");
});
