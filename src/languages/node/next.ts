import type { Context, NodeProgram } from "./program.ts";
import { nodeFile } from "./program.ts";

const SETTINGS = ["js", "mjs", "cjs", "ts", "mts"].map((end) => `next.config.${end}`);
const LOCKFILES = ["package-lock.json", "pnpm-lock.yaml", "yarn.lock", "bun.lock", "bun.lockb"];

/** A server of Next's that holds all it needs listens where its host's name leads, unless this says another address. */
const EVERYWHERE = "HOSTNAME=0.0.0.0";

/**
 * What `next start` refuses to start: an output in a folder of its own, which holds all it needs. Below a workspace's
 * lockfile its server lies in folders that only the build knows: `next start` is kept there, and starts it all the same.
 */
export function standaloneServer({ tree }: Context, words: string[]): NodeProgram | undefined {
  const text = tree.text(SETTINGS.find((name) => tree.has(name)) ?? "")?.replace(/^\s*\/\/.*$/gm, "") ?? "";
  const isStandalone = /\boutput\s*:\s*["'`]standalone["'`]/.test(text) && !/\bdistDir\b/.test(text);
  const isBelow = tree.above().some((each) => LOCKFILES.some((name) => each.has(name)));
  if (!isStandalone || isBelow) return undefined;
  const port = words[words.findIndex((word) => /^(-p|--port)$/.test(word)) + 1];
  const variables = port && /^\d+$/.test(port) ? [EVERYWHERE, `PORT=${port}`] : [EVERYWHERE];
  return nodeFile(".next/standalone/server.js", { variables });
}

/** Variables of such a server that is started by name. */
export function serverVariables(entrypoint: string): string[] {
  return /(^|\/)standalone\/(.*\/)?server\.js$/.test(entrypoint) ? [EVERYWHERE] : [];
}
