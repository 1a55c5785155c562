import { chmodSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { $ } from "zx";
import { call, goService, inService, LOCAL, repository } from "./command.ts";
import { type FaultProxy, faultProxy } from "./fault-proxy.ts";
import { localRegistry } from "./registry.ts";
import { forgetReleases } from "./registry-state.ts";

const PASSWORD = "correct horse battery";
const BASIC = Buffer.from(`ci:${PASSWORD}`).toString("base64");
let registry: Awaited<ReturnType<typeof localRegistry>>;
let proxy: FaultProxy;
let source: string;
/** Command lines of all processes while requests came in. */
const commands = new Set<string>();

beforeAll(async () => {
  registry = await localRegistry();
  proxy = await faultProxy(registry.host);
  proxy.answer = (_at, _line, { authorization }) => {
    for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name)))
      commands.add(commandLine(pid));
    return authorization === `Basic ${BASIC}` ? undefined : "401";
  };
  source = repository(inService("api", goService()));
  await $({
    quiet: true,
    cwd: source,
  })`git init -q && git add . && git -c user.name=a -c user.email=a@b.example commit -qm one`;
});
afterAll(async () => {
  await proxy.stop();
  await registry.stop();
  await forgetReleases(proxy.host);
});

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
}

function directory(files: Record<string, string>): string {
  const made = mkdtempSync(join(tmpdir(), "multistage-credentials-"));
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(made, name), text);
    chmodSync(join(made, name), 0o700);
  }
  return made;
}

const config = (text: object) => directory({ "config.json": JSON.stringify(text) });
const HELPER = `#!/bin/sh\nread host\necho '{"Username":"ci","Secret":"${PASSWORD}"}'\n`;

type Given = () => { flags?: string[]; env?: Record<string, string> };

const WAYS: Record<string, Given> = {
  "a variable": () => ({
    flags: ["--registry-username", "ci", "--registry-password", "env:PASS"],
    env: { PASS: PASSWORD },
  }),
  "a file": () => ({
    flags: [
      "--registry-username",
      "ci",
      "--registry-password",
      `file:${join(directory({ secret: `${PASSWORD}\n` }), "secret")}`,
    ],
  }),
  "CI variables": () => ({ env: { REGISTRY_USERNAME: "ci", REGISTRY_PASSWORD: PASSWORD } }),
  "GitLab's variables": () => ({
    env: { CI_REGISTRY: proxy.host, CI_REGISTRY_USER: "ci", CI_REGISTRY_PASSWORD: PASSWORD },
  }),
  "Docker's configuration": () => ({
    env: { DOCKER_CONFIG: config({ auths: { [proxy.host]: { auth: BASIC } } }) },
  }),
  "a credential helper": () => ({
    env: {
      DOCKER_CONFIG: config({ credHelpers: { [proxy.host]: "test" } }),
      PATH: `${directory({ "docker-credential-test": HELPER })}:${process.env.PATH}`,
    },
  }),
  "a credential store": () => ({
    env: {
      DOCKER_CONFIG: config({ credsStore: "test" }),
      PATH: `${directory({ "docker-credential-test": HELPER })}:${process.env.PATH}`,
    },
  }),
};

const WRONG: Record<string, Given> = {
  nothing: () => ({}),
  "a wrong password": () => ({ env: { REGISTRY_USERNAME: "ci", REGISTRY_PASSWORD: "wrong horse" } }),
  "GitLab's variables for another registry": () => ({
    env: { CI_REGISTRY: "registry.example", CI_REGISTRY_USER: "ci", CI_REGISTRY_PASSWORD: PASSWORD },
  }),
  "a password without a name": () => ({ flags: ["--registry-password", "env:HOME"] }),
  "a password itself": () => ({ flags: ["--registry-username", "ci", "--registry-password", PASSWORD] }),
};

let count = 0;

async function publish(given: Given) {
  const temporary = mkdtempSync(join(tmpdir(), "multistage-temporary-"));
  const { flags = [], env = {} } = given();
  const destination = ["--source", source, "--registry", `${proxy.host}/c${count++}`];
  const ended = await call(["publish", ...destination, ...LOCAL, ...flags], { TMPDIR: temporary, ...env });
  const left = await $({
    quiet: true,
    nothrow: true,
  })`grep -rlE ${`${PASSWORD}|${BASIC}`} ${temporary} ${join(source, "..", "none")}`;
  return { ...ended, left: left.stdout };
}

describe("credentials", () => {
  it.each(Object.entries(WAYS))("come from %s", async (_name, given) => {
    const { exitCode, stdout, stderr, left } = await publish(given);
    expect(exitCode, stderr).toBe(0);
    expect(stdout + stderr).not.toContain(PASSWORD);
    expect(left).toBe("");
  });

  it.each(Object.entries(WRONG))("%s: exit 2", async (_name, given) => {
    const { exitCode, stdout, stderr } = await publish(given);
    expect(exitCode, stderr).toBe(2);
    expect(stdout + stderr).not.toMatch(/horse/);
  });

  it("are in no process list", () => {
    const all = [...commands].join("\n");
    expect(all).toContain("skopeo");
    expect(all).not.toContain(BASIC);
    expect(all.split("\n").filter((line) => line.includes("skopeo") && line.includes("horse"))).toEqual([]);
  });
});
