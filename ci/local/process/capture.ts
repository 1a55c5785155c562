import { type SpawnOptions, spawn } from "node:child_process";
import { once } from "node:events";

/** How a command ended that was asked something. */
export interface Captured {
  /** 127 where it isn't there. */
  exitCode: number;
  output: Buffer;
  errors: Buffer;
}

/** Runs a command that reads `input`, or doesn't: one that closes its input early is no fault. */
export async function capture(
  command: string,
  words: string[],
  { input = "", ...options }: Pick<SpawnOptions, "cwd" | "env" | "timeout" | "signal"> & { input?: string },
): Promise<Captured> {
  const child = spawn(command, words, { ...options, stdio: "pipe" });
  const output: Buffer[] = [];
  const errors: Buffer[] = [];
  child.stdout.on("data", (chunk) => output.push(chunk));
  child.stderr.on("data", (chunk) => errors.push(chunk));
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  const [exitCode] = await once(child, "close").catch(() => [127]);
  return { exitCode: exitCode ?? 1, output: Buffer.concat(output), errors: Buffer.concat(errors) };
}
