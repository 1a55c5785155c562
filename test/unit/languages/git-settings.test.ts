import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { $ } from "zx";
import { complete } from "../../../src/descriptor/with-defaults.ts";
import type { RecordedStage } from "../../../src/dockerfile/record.ts";
import { recordingKit } from "../../../src/dockerfile/recording-kit.ts";
import { dockerfileStages } from "../../../src/dockerfile/stages.ts";
import { Snapshot } from "../../../src/files/snapshot.ts";
import { gitVariables } from "../../../src/languages/git-settings.ts";
import { languageNamed } from "../../../src/languages/table.ts";
import { assemble } from "../../../src/pipeline/assemble.ts";

const directory = mkdtempSync(join(tmpdir(), "git-settings-"));
afterAll(() => rmSync(directory, { recursive: true }));

/** What git itself makes of the variables; secrets lie in a directory of the test's. */
function git(places: Record<string, string>) {
  const variables = Object.entries(gitVariables({ git: places }));
  const env = Object.fromEntries(
    variables.map(([name, value]) => [name, value.replaceAll("/run/git", directory)]),
  );
  return $({ quiet: true, env: { PATH: process.env.PATH, HOME: directory, ...env }, input: "" });
}

async function goesTo(places: Record<string, string>, address: string): Promise<string> {
  return (await git(places)`git ls-remote --get-url ${address}`).stdout.trim();
}

describe("git, asked for a private repository", () => {
  it.each([
    ["https://github.com/acme/money.git", "ssh://git@github.com/acme/money.git"],
    ["git@github.com:acme/money.git", "git@github.com:acme/money.git"],
    ["https://github.com/other/money.git", "https://github.com/other/money.git"],
  ])("by the agent: %s", async (address, expected) => {
    expect(await goesTo({ "github.com/acme": "ssh" }, address)).toBe(expected);
  });

  it.each([
    ["ssh://git@github.com/acme/money.git", "https://github.com/acme/money.git"],
    ["git@github.com:acme/money.git", "https://github.com/acme/money.git"],
    ["git@github.com:other/money.git", "git@github.com:other/money.git"],
  ])("by a secret: %s", async (address, expected) => {
    expect(await goesTo({ "github.com/acme": "deploy_token" }, address)).toBe(expected);
  });

  it.each([
    ["hunter22", "username=x-access-token", "password=hunter22"],
    ["gitlab-ci-token:hunter:22\n", "username=gitlab-ci-token", "password=hunter:22"],
  ])("answers its host with a secret, and no other", async (secret, user, password) => {
    writeFileSync(join(directory, "deploy_token"), secret);
    const ask = git({ "git.example": "deploy_token" });
    const answer = (host: string) =>
      ask({ input: `protocol=https\nhost=${host}\n\n`, nothrow: true })`git credential fill`;
    const { stdout } = await answer("git.example");
    expect(stdout.split("\n")).toEqual(expect.arrayContaining([user, password]));
    expect((await answer("evil.example")).stdout).toBe("");
  });
});

it("Go fetches past its proxy what is private, whatever port git has", () => {
  expect(gitVariables({ git: { "github.com/acme": "ssh", "git.example:8443": "token" } }).GOPRIVATE).toBe(
    "github.com/acme,git.example",
  );
});

describe("agent and secrets for git", () => {
  const steps = (language: string, part: "dependencies" | "build" | "test") => {
    const said = { git: { "git.example": "ssh", "other.example": "deploy_token" } };
    const service = complete(Snapshot.of({}), "shop", language, said, undefined);
    const kit = recordingKit(service, (base) => base);
    const stages = dockerfileStages(
      assemble<RecordedStage>(kit, languageNamed(language), service, service)[part],
      Snapshot.of({ "go.mod": "" }),
    );
    return stages.flatMap(({ name, instructions }) => instructions.map((text) => ({ name, text })));
  };
  const lent = /--mount=type=ssh,target=\/run\/ssh-agent\.sock|--mount=type=secret,id=deploy_token/;

  it.each([
    "go",
    "node",
    "rust",
    "python",
    "java",
    "scala",
  ])("of %s are there for dependencies alone", (language) => {
    const runs = steps(language, "build").filter(({ text }) => text.startsWith("RUN"));
    const names = runs.filter(({ text }) => lent.test(text)).map(({ name }) => name);
    expect(new Set(names)).toEqual(new Set(["dependencies"]));
    const secrets = runs.filter(({ text }) => text.includes("DEPLOY_TOKEN"));
    expect(secrets).toEqual([]);
  });

  it("are lent once more to what a service in Python is tested with", () => {
    const [install, test] = steps("python", "test")
      .filter(({ name, text }) => name === "test" && text.startsWith("RUN"))
      .map(({ text }) => lent.test(text));
    expect([install, test]).toEqual([true, false]);
  });
});
