import { accessSync, constants, existsSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { RegistryFailure } from "../../../src/publish/publisher.ts";
import { imageName, isLoopback, parseDestination, RELEASES } from "../../../src/publish/reference.ts";
import { isolationUsed } from "../builders/buildah-flags.ts";
import type { LocalEngine } from "../engine.ts";
import { cacheDir } from "../paths.ts";
import { capture } from "../process/capture.ts";
import { makeDirectory } from "../process/directories.ts";
import { onPath } from "../process/system.ts";
import type { Machine } from "./check.ts";

/** Longest that a command or a registry may take to answer, milliseconds. */
const PATIENCE = 5000;

/** The machine that we run on. */
export function thisMachine(engine: LocalEngine): Machine {
  const asked = new Map<string, ReturnType<Machine["ask"]>>();
  return {
    env: process.env,
    isRoot: process.getuid?.() === 0,
    node: process.versions.node,
    now: Date.now(),
    has: onPath,
    exists: existsSync,
    cache: cacheDir(),
    isolation: isolationUsed,
    ask(command, ...words) {
      const key = [command, ...words].join("\0");
      const answer = asked.get(key) ?? answered(command, words);
      asked.set(key, answer);
      return answer;
    },
    async free(path) {
      const { bavail, bsize } = await statfs(nearest(path));
      return bavail * bsize;
    },
    async refusesWrites(directory) {
      try {
        makeDirectory(directory);
        accessSync(directory, constants.W_OK);
        return undefined;
      } catch (error) {
        return (error as Error).message;
      }
    },
    registry: (address) => answerOf(engine, address),
  };
}

async function answered(command: string, words: string[]) {
  const { exitCode, output, errors } = await capture(command, words, { timeout: PATIENCE });
  return { exitCode, text: `${output}${errors}`.trim() };
}

/** The path, or the first directory above that is there. */
function nearest(path: string): string {
  return existsSync(path) ? path : nearest(dirname(path));
}

/** Asks for the releases that a registry may have: whoever may read them has an account that it knows. */
async function answerOf(engine: LocalEngine, address: string) {
  const destination = parseDestination(address);
  const date = await dateOf(destination.host);
  try {
    const publisher = await engine.registry([destination.host], { timeout: PATIENCE });
    await publisher.digestOf(imageName(destination, RELEASES), "production");
    return { date };
  } catch (error) {
    const { message, lines, fault } = error as RegistryFailure;
    const said = [message, ...(lines ?? []).slice(-1)].join(": ");
    const isRefused = error instanceof RegistryFailure && fault === "refused";
    return isRefused ? { refused: said, date } : { unreachable: said, date };
  }
}

async function dateOf(host: string): Promise<number | undefined> {
  const scheme = isLoopback(host) ? "http" : "https";
  const answer = await fetch(`${scheme}://${host}/v2/`, { signal: AbortSignal.timeout(PATIENCE) }).catch(
    () => undefined,
  );
  return Date.parse(answer?.headers.get("date") ?? "") || undefined;
}
