import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { Account } from "../../../src/publish/docker-auth.ts";
import { isObject, isText, untrustedJson } from "../../../src/untrusted-json.ts";
import { capture } from "../process/capture.ts";

interface DockerConfig {
  credHelpers?: Record<string, string>;
  credsStore?: string;
  auths?: Record<string, { auth?: string; identitytoken?: string }>;
}

/** Where Docker keeps its configuration. */
export function dockerDirectory(env: NodeJS.ProcessEnv): string {
  return env.DOCKER_CONFIG || join(homedir(), ".docker");
}

/** Accounts and helpers as Docker's file has them; `REGISTRY_AUTH_FILE` names another of that form. */
function configured(env: NodeJS.ProcessEnv): DockerConfig {
  return read(env.REGISTRY_AUTH_FILE || join(dockerDirectory(env), "config.json"));
}

/** Where `podman login` and `buildah login` write, in the order in which their own tools look. */
function containersFiles({ XDG_RUNTIME_DIR, XDG_CONFIG_HOME }: NodeJS.ProcessEnv): string[] {
  const running = XDG_RUNTIME_DIR || `/run/containers/${process.getuid?.()}`;
  const own = XDG_RUNTIME_DIR ? join(running, "containers/auth.json") : join(running, "auth.json");
  return [own, join(XDG_CONFIG_HOME || join(homedir(), ".config"), "containers/auth.json")];
}

function read(file: string): DockerConfig {
  try {
    return untrustedJson<DockerConfig>(readFileSync(file, "utf8"), isObject) ?? {};
  } catch {
    return {};
  }
}

/** Docker keeps the account of its own registry under the address of a version that is no more. */
function keysOf(host: string): string[] {
  return host === "docker.io" ? [host, "https://index.docker.io/v1/"] : [host];
}

/** What a registry's credential helper says. skopeo knows `credHelpers`, but not Docker Desktop's `credsStore`. */
export async function helperAccount(host: string, env: NodeJS.ProcessEnv): Promise<Account | undefined> {
  const { credHelpers = {}, credsStore, auths = {} } = configured(env);
  for (const key of keysOf(host)) {
    const helper = credHelpers[key] ?? (auths[key]?.auth ? undefined : credsStore);
    const account = helper && /^[\w.-]+$/.test(helper) ? await askHelper(helper, key, env) : undefined;
    if (account) return account;
  }
  return undefined;
}

/** What `docker login`, `podman login` or `buildah login` wrote without a helper. */
export function storedAccount(host: string, env: NodeJS.ProcessEnv): Account | undefined {
  const [account] = kept(env).flatMap((auths) => keysOf(host).flatMap((key) => auths[key] ?? []));
  const { auth = "", identitytoken } = account ?? {};
  if (identitytoken) return { username: "<token>", password: identitytoken };
  const [, username, password] = /^([^:]+):(.+)$/s.exec(Buffer.from(auth, "base64").toString()) ?? [];
  return username && password ? { username, password } : undefined;
}

/** Whether there are accounts for some repositories of a host alone, as containers' tools have them. */
export function hasAccountsByPath(host: string, env: NodeJS.ProcessEnv = process.env): boolean {
  return kept(env).some((auths) => Object.keys(auths).some((key) => key.startsWith(`${host}/`)));
}

function kept(env: NodeJS.ProcessEnv) {
  const others = env.REGISTRY_AUTH_FILE ? [] : containersFiles(env).map(read);
  return [...others, configured(env)].map(({ auths = {} }) => auths);
}

/** Answers undefined where the helper isn't there, knows no account, or takes longer than it may. */
async function askHelper(helper: string, key: string, env: NodeJS.ProcessEnv): Promise<Account | undefined> {
  const options = { env, input: key, timeout: 30_000 };
  const { exitCode, output } = await capture(`docker-credential-${helper}`, ["get"], options);
  return exitCode === 0 ? accountIn(output.toString()) : undefined;
}

function accountIn(answer: string): Account | undefined {
  const { Username, Secret } = untrustedJson(answer, isObject) ?? {};
  return isText(Username) && Username && isText(Secret) && Secret
    ? { username: Username, password: Secret }
    : undefined;
}
