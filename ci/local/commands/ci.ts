import { lstat, readFile, realpath, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import * as commands from "../../../src/commands/index.ts";
import { badInput, EXIT, Failure } from "../../../src/failure.ts";
import { difference, fileText, type There, whatIsThere } from "../../providers/file.ts";
import { pipelineOf } from "../../providers/pipeline.ts";
import type { Provider } from "../../providers/provider.ts";
import { PROVIDERS } from "../../providers/providers.ts";
import type { CallOptions, Output } from "../call.ts";
import { makeDirectory } from "../process/directories.ts";
import { callOfRepository } from "../repository-call.ts";
import { rootOf } from "../source/root.ts";
import { open } from "./open.ts";

/** `ci`: writes a CI provider's file into the repository, or says how the one that is there differs. */
export async function ci(given: CallOptions): Promise<Output> {
  const { provider: name, check = false, force = false } = given;
  const { root } = rootOf(given.source);
  const provider = PROVIDERS[name] as Provider;
  const engine = await open(given);
  const pipeline = pipelineOf(await commands.ci(engine), callOfRepository(engine.snapshot), name);
  const path = given.path ?? provider.path;
  const file = join(root, path);
  const text = fileText(provider, name, pipeline);
  const there = await read(root, file);
  const state = whatIsThere(there, text);
  const changes = state === "current" ? "" : difference(path, there, text);
  const data = { provider: name, path, state, changes };
  if (state === "current") return { text: `${path}: up to date`, data };
  const again = engine.command(`ci --provider ${name}${given.path ? ` --path ${path}` : ""}`);
  if (check) return { text: `${changes}\n\n${DRIFTED[state](path, again)}`, data, exitCode: EXIT.service };
  if ((state === "edited" || state === "foreign") && !force) throw kept(path, state, changes);
  makeDirectory(dirname(file));
  await writeFile(file, text);
  const setup = provider.setup.map((line) => `  ${line}`);
  return { text: [changes, "", `${path}: written`, ...setup].join("\n"), data };
}

/** Why a check fails, and what mends it. */
const DRIFTED: Record<Exclude<There, "current">, (path: string, again: string) => string> = {
  missing: (path, again) => `${path} isn't there: ${again} writes it`,
  outdated: (path, again) => `${path} is not what multistage.yaml says: ${again} writes it anew`,
  edited: (path, again) =>
    `${path} was changed by hand: ${again} --force writes it anew; or drop its line with --check`,
  foreign: (path) => `${path} was not written by multistage: --path names another file`,
};

function kept(path: string, state: "edited" | "foreign", changes: string): Failure {
  const why =
    state === "edited" ? "was changed by hand since it was written" : "was not written by multistage";
  return new Failure(`${path} ${why}, and stays as it is`, {
    exitCode: EXIT.input,
    lines: changes.split("\n"),
    next: "--force overwrites it, --path FILE writes to another file",
  });
}

/** @throws a `Failure` (exit 2) where a link would lead elsewhere: a repository may be a stranger's. */
async function read(root: string, file: string): Promise<string | undefined> {
  let above = dirname(file);
  while (!(await lstat(above).catch(() => undefined))) above = dirname(above);
  const inside = `${await realpath(above)}/`.startsWith(`${await realpath(root)}/`);
  const isLink = await lstat(file).then(
    (found) => !found.isFile(),
    () => false,
  );
  if (!inside || isLink)
    throw badInput(`${file}: it is no file of this repository`, "remove the link, or name another --path");
  return readFile(file, "utf8").catch(() => undefined);
}
