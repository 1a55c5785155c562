import * as commands from "../../../src/commands/index.ts";
import { EXIT } from "../../../src/failure.ts";
import type { CallOptions, Output } from "../call.ts";
import { refuseReports } from "../output/reports.ts";
import { runOutput } from "./all.ts";
import { open } from "./open.ts";

/** `run`: builds a service's image and runs it in the foreground. */
export async function run(given: CallOptions): Promise<Output> {
  return { text: "", exitCode: await commands.start(await open(given), given) };
}

/** `verify`: starts a service's image as it would run, and asks it what the service expects. */
export async function verify(given: CallOptions): Promise<Output> {
  const data = await commands.verify(await open(given), given);
  const output = await runOutput(given, data, "verify");
  const [one] = data.services;
  return { ...output, exitCode: one?.error?.exitCode ?? EXIT.done };
}

/** `verify-all`: the same for all services, or those chosen. */
export async function verifyAll(given: CallOptions): Promise<Output> {
  refuseReports(given);
  return runOutput(given, await commands.verifyAll(await open(given, true), given), "verify");
}
