import { readFileSync } from "node:fs";
import { badInput } from "../../../src/failure.ts";
import type { Account } from "../../../src/publish/docker-auth.ts";
import { helperAccount, storedAccount } from "./docker-config.ts";

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
 * `CI_REGISTRY_PASSWORD`), then the credential helpers of Docker's configuration, or of `REGISTRY_AUTH_FILE`.
 *
 * @throws a `Failure` (exit 2) where only one of the flags is given, or the password isn't where it says.
 */
export function credentialsFrom({ username, password }: LoginFlags, env = process.env): Credentials {
  if ((username === undefined) !== (password === undefined))
    throw badInput("--registry-username and --registry-password go together");
  const said = username && password ? { username, password: secretAt(password, env) } : fromVariables(env);
  return remembered(async (host) => said ?? gitlabAccount(host, env) ?? (await helperAccount(host, env)));
}

/** The account that this machine has for a host, by the helpers of Docker's configuration. */
export function hostCredentials(env = process.env): Credentials {
  return remembered((host) => helperAccount(host, env));
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

/** The account that skopeo itself would find, too: what `docker login` wrote without a helper. */
export async function accountFor(
  credentials: Credentials,
  host: string,
  env = process.env,
): Promise<Account | undefined> {
  return (await credentials(host)) ?? storedAccount(host, env);
}

/** Asks once for each host: a publish needs it many times. */
function remembered(ask: Credentials): Credentials {
  const known = new Map<string, ReturnType<Credentials>>();
  return (host) => {
    const account = known.get(host) ?? ask(host);
    known.set(host, account);
    return account;
  };
}
