import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { accountFor, credentialsFrom } from "../../../../ci/local/publish/credentials.ts";
import { hasAccountsByPath } from "../../../../ci/local/publish/docker-config.ts";

/** A machine with this Docker configuration, and helpers that are shell scripts. */
function machine(config: object, helpers: Record<string, string> = {}): NodeJS.ProcessEnv {
  const home = mkdtempSync(join(tmpdir(), "multistage-docker-"));
  mkdirSync(join(home, "bin"));
  writeFileSync(join(home, "config.json"), JSON.stringify(config));
  for (const [name, script] of Object.entries(helpers))
    writeFileSync(join(home, "bin", `docker-credential-${name}`), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return { PATH: `${join(home, "bin")}:${process.env.PATH}`, DOCKER_CONFIG: home, HOME: home };
}

const account = (host: string, env: NodeJS.ProcessEnv) => accountFor(credentialsFrom({}, env), host, env);
const basic = (text: string) => Buffer.from(text).toString("base64");
const says = (Username: string, Secret: string) =>
  `cat >/dev/null; echo '${JSON.stringify({ Username, Secret })}'`;
const HUB = "https://index.docker.io/v1/";

describe("accounts of Docker's configuration", () => {
  it("a helper's", async () => {
    const env = machine({ credsStore: "fake" }, { fake: says("ci", "secret") });
    expect(await account("registry.example", env)).toEqual({ username: "ci", password: "secret" });
  });

  it("a helper's is asked for once", async () => {
    const env = machine({ credsStore: "fake" }, { fake: `echo x >> $HOME/asked; ${says("ci", "secret")}` });
    const credentials = credentialsFrom({}, env);
    await Promise.all([credentials("registry.example"), credentials("registry.example")]);
    expect(readFileSync(join(env.HOME as string, "asked"), "utf8")).toBe("x\n");
  });

  it("of Docker's own registry, under the address that Docker keeps it by", async () => {
    const only = `read key; [ "$key" = ${HUB} ] || exit 1; echo '{"Username":"hub","Secret":"s"}'`;
    const env = machine({ credsStore: "fake" }, { fake: only });
    expect(await account("docker.io", env)).toEqual({ username: "hub", password: "s" });
    const plain = machine({ auths: { [HUB]: { auth: basic("hub:p:w") } } });
    expect(await account("docker.io", plain)).toEqual({ username: "hub", password: "p:w" });
  });

  it("an identity token is handed on as one", async () => {
    const auths = { "registry.example": { auth: basic("0000:"), identitytoken: "token" } };
    expect(await account("registry.example", machine({ auths }))).toEqual({
      username: "<token>",
      password: "token",
    });
  });

  it.each([
    ["isn't there", {}],
    ["knows none", { fake: "exit 1" }],
    ["answers an empty one", { fake: says("", "") }],
    ["doesn't read what it is asked, and answers nothing that can be read", { fake: "exec <&-; echo no" }],
  ])("none where the helper %s", async (_, helpers) => {
    const env = machine({ credsStore: "fake" }, helpers);
    for (let turn = 0; turn < 10; turn += 1) expect(await account("registry.example", env)).toBeUndefined();
  });

  it("REGISTRY_AUTH_FILE is read instead", async () => {
    const env = machine({ credsStore: "fake" }, { fake: says("stale", "p") });
    const file = join(env.HOME as string, "auth.json");
    writeFileSync(file, JSON.stringify({ auths: { "registry.example": { auth: basic("ci:fresh") } } }));
    const found = await account("registry.example", { ...env, REGISTRY_AUTH_FILE: file });
    expect(found).toEqual({ username: "ci", password: "fresh" });
  });
});

describe("accounts of containers' tools", () => {
  const login = (path: string, auths: object) => {
    const env = machine({ auths: { "registry.example": { auth: basic("docker:d") } } });
    const own = join(env.HOME as string, "own");
    mkdirSync(join(own, "containers"), { recursive: true });
    writeFileSync(join(own, "containers/auth.json"), JSON.stringify({ auths }));
    return { ...env, XDG_CONFIG_HOME: undefined, XDG_RUNTIME_DIR: undefined, [path]: own };
  };

  it.each(["XDG_RUNTIME_DIR", "XDG_CONFIG_HOME"])("below %s, before Docker's own", async (name) => {
    const env = login(name, { "registry.example": { auth: basic("podman:p") } });
    expect(await account("registry.example", env)).toEqual({ username: "podman", password: "p" });
    expect(hasAccountsByPath("registry.example", env)).toBe(false);
  });

  it("for some repositories alone are seen", () => {
    const env = login("XDG_RUNTIME_DIR", { "registry.example/team": { auth: basic("podman:p") } });
    expect(hasAccountsByPath("registry.example", env)).toBe(true);
    expect(hasAccountsByPath("registry", env)).toBe(false);
  });
});
