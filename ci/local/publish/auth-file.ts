import { randomUUID } from "node:crypto";
import { closeSync, existsSync, openSync, rmSync, unlinkSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Account, basic, dockerAuth } from "../../../src/publish/docker-auth.ts";
import { masker } from "../builders/masking.ts";
import type { Credentials } from "./credentials.ts";
import { dockerDirectory } from "./docker-config.ts";

/** How a child process is told who asks: flags, what it inherits, and what must not be printed. */
export interface Login {
  flags: string[];
  stdio: ("ignore" | "pipe" | number)[];
  /** Replaces passwords in what the child printed. */
  masked(text: string): string;
}

const STDIO = ["ignore", "pipe", "pipe"] as const;

/**
 * Gives a child process the accounts for some hosts: in a file of mode 0600 without a name, inherited as
 * descriptor 3, so that neither a process list nor a kill -9 leaves anything behind.
 */
export async function withLogin<T>(
  credentials: Credentials,
  repositories: string[],
  use: (login: Login) => Promise<T>,
): Promise<T> {
  const hosts = [...new Set(repositories.map((repository) => repository.split("/")[0] as string))];
  const found = await Promise.all(hosts.map(async (host) => [host, await credentials(host)] as const));
  const accounts = found.flatMap(([host, account]): [string, Account][] =>
    account ? [[host, account]] : [],
  );
  if (!accounts.length) return use({ flags: configured(), stdio: [...STDIO], masked: (text) => text });
  const text = dockerAuth(accounts);
  const file = nameless(text);
  try {
    const masked = accountMasker(accounts.map(([, account]) => account));
    return await use({ flags: ["--authfile", file.path], stdio: [...STDIO, file.descriptor], masked });
  } finally {
    file.close();
  }
}

/** Where `DOCKER_CONFIG` says that Docker's file is; older skopeos look at the usual places only. */
function configured(): string[] {
  const { DOCKER_CONFIG, REGISTRY_AUTH_FILE } = process.env;
  const file = join(dockerDirectory(process.env), "config.json");
  return DOCKER_CONFIG && !REGISTRY_AUTH_FILE && existsSync(file) ? ["--authfile", file] : [];
}

/** A file that only its descriptors name; where the system can't reopen one (no /proc), a named one. */
function nameless(text: string) {
  const path = join(tmpdir(), `multistage-${randomUUID()}`);
  const descriptor = openSync(path, "wx+", 0o600);
  const canReopen = existsSync("/proc/self/fd");
  if (canReopen) unlinkSync(path);
  writeSync(descriptor, text);
  const close = () => {
    closeSync(descriptor);
    rmSync(path, { force: true });
  };
  return { descriptor, path: canReopen ? "/proc/self/fd/3" : path, close };
}

/** Passwords of any length: they come from elsewhere, and nothing but their own client's words is looked through. */
function accountMasker(accounts: Account[]): Login["masked"] {
  const hidden = accounts.flatMap((account) => [account.password, basic(account)]).filter(Boolean);
  const mask = masker(hidden.map((text) => Buffer.from(text)));
  return (text) => mask(hidden.reduce((masked, secret) => masked.replaceAll(secret, "***"), text));
}
