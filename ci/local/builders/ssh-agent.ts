import { statSync } from "node:fs";
import { badInput } from "../../../src/failure.ts";
import type { BuildRequest } from "./builder.ts";

/**
 * The socket of the ssh agent that `--ssh` means.
 *
 * @throws a `Failure` (exit 2) where there is none.
 */
export function agentSocket(said: string): string {
  const socket = said === "default" ? process.env.SSH_AUTH_SOCK : said;
  const start = "eval $(ssh-agent) && ssh-add";
  if (!socket) throw badInput(`--ssh ${said}: SSH_AUTH_SOCK names no agent`, start);
  if (statSync(socket, { throwIfNoEntry: false })?.isSocket()) return socket;
  throw badInput(`--ssh ${said}: ${socket} is no agent's socket`, start);
}

/** How builders are told of it: they take a key's file, too, which would be read into their memory. */
export function agentFlags({ agent }: Pick<BuildRequest, "agent">): string[] {
  return agent ? ["--ssh", `default=${agent}`] : [];
}
