import { spawn } from "node:child_process";
import { once } from "node:events";
import type { LocalImage } from "../builds.ts";
import { preparedRun } from "./prepared.ts";

export interface ForegroundHow {
  port?: number;
  variables: Record<string, string>;
}

/**
 * Runs an image on this terminal until it ends; answers its exit code. A signal to us reaches it: whoever interrupts us
 * tells all that we started, and a runtime hands it on.
 */
export async function runInForeground(
  image: LocalImage,
  { port, variables }: ForegroundHow,
): Promise<number> {
  const prepared = await preparedRun(image, { port, variables });
  const where = port === undefined ? "" : ` on http://127.0.0.1:${port}`;
  process.stderr.write(`running ${image.reference}${where}\n`);
  const [command = "", ...words] = prepared.command;
  const child = spawn(command, words, { stdio: "inherit" });
  const [exitCode] = await once(child, "close");
  await prepared.end(child.pid);
  return exitCode ?? 1;
}
