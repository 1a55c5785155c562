import type { Microservice } from "../../microservice.ts";
import type { Stage } from "../../stage.ts";
import { shell } from "../sources.ts";
import { fileOf } from "./files.ts";
import type { Context, NodeProgram, Unclear } from "./program.ts";

/** The release that is taken where a package names none. */
export const BUN_VERSION = "1.4.5";

/** Where a build stage has Bun's own program, which its package puts beside the installed one. */
const PLACE = "/opt/bun";

/** Flags of `bun run` whose value is the next word. https://bun.sh/docs/cli/run */
const VALUED =
  /^(-r|--preload|-d|--define|--env-file|--cwd|-c|--config|--tsconfig-override|--port|-l|--loader)$/;

/** Flags that only serve development, or that have Bun in Node's place, where it is alone. */
const DROPPED = /^(--hot|--watch|--no-clear-screen|-b|--bun|-i|--install=.*|--silent|--inspect.*)$/;

/** What `bun FLAGS FILE ARGUMENTS` starts: sources as they are. Another word is the program of a package. */
export function bunProgram(
  context: Context,
  words: string[],
  other: (words: string[]) => NodeProgram | Unclear,
): NodeProgram | Unclear {
  const rest = words.filter((word, index) => !(word === "run" && !words.slice(0, index).some(isOperand)));
  const at = rest.findIndex((word, index) => isOperand(word) && !VALUED.test(rest[index - 1] ?? ""));
  const said = rest[at];
  if (said === undefined) return { why: "bun is given no file" };
  const path = fileOf(context.tree, said);
  if (context.scripts[said]) return other(["npm", "run", ...rest.slice(at)]);
  if (!/[/.]/.test(said) && !context.tree.has(path)) return other(rest.slice(at));
  const flags = rest.slice(0, at).filter((word) => !DROPPED.test(word));
  return { command: ["bun", ...flags, path, ...rest.slice(at + 1)], entrypoint: path, packages: [] };
}

function isOperand(word: string): boolean {
  return !word.startsWith("-");
}

/** Whether a package without a start script is written for Bun, whose types it has. */
export function isForBun({ uses, tree }: Context): boolean {
  return uses.has("@types/bun") || uses.has("bun-types") || tree.has("bun.lock") || tree.has("bun.lockb");
}

/** Whether Bun runs a service, and not Node. */
export function isRunByBun({ command, bundle }: Microservice): boolean {
  return !bundle && command?.[0] === "bun";
}

/** A stage that has Bun's program alone: no link, and nothing of npm. */
export function withBun<C extends Stage>(stage: C, service: Microservice): C {
  const version = (service.packageManager === "bun" && service.packageManagerVersion) || BUN_VERSION;
  const copy = `cp -L "$(npm root --global)/bun/bin/bun.exe" ${PLACE}`;
  return stage.withExec(shell(`npm install --global bun@${version}`, copy, `chmod 755 ${PLACE}`));
}

/** An image with it on its path. */
export function withBunOf<C extends Stage>(image: C, built: C): C {
  return image.withFile("/usr/local/bin/bun", built.file(PLACE).withTimestamps(0));
}
