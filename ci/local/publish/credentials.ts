import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { $ } from "zx";
import { badInput } from "../../../src/report/failure.ts";

/** Who asks a registry. */
export interface Account {
  /** `<token>` where the password is an identity token, as credential helpers have it. */
  username: string;
  password: string;
}

/** The account for a registry's host; undefined leaves it to skopeo, which reads Docker's and containers' files. */
export type Credentials = (host: string) => Promise<Account | undefined>;

/** What a caller says of credentials: `env:VARIABLE` and `file:PATH`, never the password itself. */
export interface LoginFlags {
  username?: string;
  password?: string;
}

/**
 * Where an account comes from: the flags, then what CI systems set (`REGISTRY_USERNAME` and
 * `REGISTRY_PASSWORD`; for the registry of `CI_REGISTRY` also GitLab's `CI_REGISTRY_USER` and
 * `CI_REGISTRY_PASSWORD`), then the credential helpers of Docker's configuration.
 *
 * @throws a `Failure` (exit 2) where only one of the flags is given, or the password isn't where it says.
 */
export function credentialsFrom({ username, password }: LoginFlags, env = process.env): Credentials {
  if ((username === undefined) !== (password === undefined))
    throw badInput("--registry-username and --registry-password go together");
  const said = username && password ? { username, password: secretAt(password, env) } : fromVariables(env);
  return async (host) => said ?? gitlabAccount(host, env) ?? (await helperAccount(host, env));
}

/** Reads `env:VARIABLE`, `file:PATH`, and both as Dagger spells them, with `//`. */
function secretAt(reference: string, env: NodeJS.ProcessEnv): string {
  const [, kind, where = ""] = /^(env|file):(?:\/\/)?(.+)$/.exec(reference) ?? [];
  if (!kind) throw badInput("--registry-password: expected env:VARIABLE or file:PATH");
  if (kind === "env") {
    const value = env[where];
    if (!value) throw badInput(`--registry-password: the variable ${where} is not set`);
    return value;
  }
  try {
    return readFileSync(where, "utf8").trim();
  } catch {
    throw badInput(`--registry-password: can't read the file ${where}`);
  }
}

function fromVariables({ REGISTRY_USERNAME: username, REGISTRY_PASSWORD: password }: NodeJS.ProcessEnv) {
  return username && password ? { username, password } : undefined;
}

/** GitLab's job account is for GitLab's own registry and nobody else. */
function gitlabAccount(host: string, env: NodeJS.ProcessEnv): Account | undefined {
  const { CI_REGISTRY, CI_REGISTRY_USER: username, CI_REGISTRY_PASSWORD: password } = env;
  return CI_REGISTRY === host && username && password ? { username, password } : undefined;
}

/** skopeo knows `credHelpers`, but not Docker Desktop's `credsStore`: both are asked here. */
async function helperAccount(host: string, env: NodeJS.ProcessEnv): Promise<Account | undefined> {
  const { credHelpers = {}, credsStore, auths = {} } = dockerConfig(env);
  const helper = credHelpers[host] ?? (auths[host]?.auth ? undefined : credsStore);
  if (!helper || !/^[\w.-]+$/.test(helper)) return undefined;
  const asked = await $({
    quiet: true,
    nothrow: true,
    input: host,
    timeout: 30_000,
  })`${`docker-credential-${helper}`} get`;
  if (asked.exitCode !== 0) return undefined;
  const { Username, Secret } = JSON.parse(asked.stdout) as { Username: string; Secret: string };
  return { username: Username, password: Secret };
}

/** The account that skopeo itself would find, too: what `docker login` wrote without a helper. */
export async function accountFor(
  credentials: Credentials,
  host: string,
  env = process.env,
): Promise<Account | undefined> {
  const found = await credentials(host);
  const { auth } = dockerConfig(env).auths?.[host] ?? {};
  if (found || !auth) return found;
  const [, username = "", password = ""] =
    /^([^:]*):(.*)$/s.exec(Buffer.from(auth, "base64").toString()) ?? [];
  return { username, password };
}

interface DockerConfig {
  credHelpers?: Record<string, string>;
  credsStore?: string;
  auths?: Record<string, { auth?: string }>;
}

function dockerConfig(env: NodeJS.ProcessEnv): DockerConfig {
  try {
    return JSON.parse(readFileSync(join(dockerDirectory(env), "config.json"), "utf8")) as DockerConfig;
  } catch {
    return {};
  }
}

/** Where Docker keeps its configuration. */
export function dockerDirectory(env: NodeJS.ProcessEnv): string {
  return env.DOCKER_CONFIG || join(homedir(), ".docker");
}
