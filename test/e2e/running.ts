import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { $ } from "zx";
import type { Expectation } from "../../src/microservice.ts";

const quietly = $({ quiet: true, nothrow: true });

/** What the guarantees are tested under: no privileges, nothing to write to. */
const STRICT = ["--read-only", "--user", "65532", "--cap-drop=all", "--network=host", "--rm", "--pull=never"];

/** Flags for machines where podman's own choices don't work: other runtime, limits that may not be raised. */
const FALLBACK = ["--runtime", "runc", "--ulimit", "nofile=1024:1024", "--ulimit", "nproc=1024:1024"];

let working: string[][] | undefined;

/** A started image. */
export interface Running {
  url: string;
  port: number;
  /** Both outputs so far. */
  output(): string;
  /** Sends SIGTERM; answers the exit code and how long it took. */
  stop(): Promise<{ exitCode: number | null; milliseconds: number }>;
}

/** Starts an image on a free loopback port, which it learns from `PORT`, and waits until it listens. */
export async function start(image: string, environment: Record<string, string> = {}): Promise<Running> {
  const port = await freePort();
  const name = `multistage-test-${port}`;
  const variables = Object.entries({ PORT: String(port), ...environment }).flatMap(([key, value]) => [
    "--env",
    `${key}=${value}`,
  ]);
  const flags = await runtimeFlags(image);
  const child = quietly`podman run --name ${name} ${flags} ${STRICT} ${variables} ${image}`;
  let output = "";
  child.stdout.on("data", (chunk) => (output += chunk));
  child.stderr.on("data", (chunk) => (output += chunk));
  const ended: Promise<number | null> = child.then((result) => result.exitCode);
  await Promise.race([
    listening(port).catch(async (error) => {
      await quietly`podman rm --force ${name}`;
      throw new Error(`${image}: ${error.message}: ${output}`);
    }),
    ended.then((code) => Promise.reject(new Error(`${image} ended with ${code}: ${output}`))),
  ]);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    output: () => output,
    async stop() {
      const begun = Date.now();
      await quietly`podman kill --signal TERM ${name}`;
      const exitCode = await Promise.race([ended, sleep(15_000, null)]);
      if (exitCode === null) await quietly`podman rm --force ${name}`;
      return { exitCode, milliseconds: Date.now() - begun };
    },
  };
}

/** podman's own choices where the machine allows them. */
async function runtimeFlags(image: string): Promise<string[]> {
  if (working) return working[0] ?? [];
  const tried = await quietly`podman run ${STRICT} --entrypoint /does-not-exist ${image}`;
  // 127: the runtime worked and did not find the command.
  working = tried.exitCode === 127 ? [[]] : [FALLBACK];
  return working[0] ?? [];
}

/** Asks for what a service states, and says what came instead. */
export async function unmet(
  running: Running,
  { path = "/", status, body = "", headers }: Expectation,
): Promise<string[]> {
  const answer = await fetch(running.url + path, { redirect: "manual" });
  const text = await answer.text();
  const wrong: string[] = [];
  if (answer.status !== status) wrong.push(`${path}: ${answer.status} instead of ${status}`);
  if (!text.includes(body)) wrong.push(`${path}: no "${body}" in ${text.slice(0, 200)}`);
  for (const [name, value] of Object.entries(headers))
    if (!answer.headers.get(name)?.includes(value))
      wrong.push(`${path}: ${name} is ${answer.headers.get(name)}, not ${value}`);
  return wrong;
}

async function listening(port: number): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    if (await connects(port)) return;
    await sleep(100);
  }
  throw new Error(`nothing listens on port ${port} after 30 s`);
}

async function connects(port: number): Promise<boolean> {
  const { connect } = await import("node:net");
  return new Promise((answer) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy();
      answer(true);
    });
    socket.on("error", () => answer(false));
  });
}

export function freePort(): Promise<number> {
  return new Promise((answer) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => answer(typeof address === "object" && address ? address.port : 0));
    });
  });
}
