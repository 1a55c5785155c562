import { join } from "../files/paths.ts";
import type { Microservice } from "../microservice.ts";
import type { Fault } from "../yaml/fault.ts";
import type { ParsedDescriptor } from "./descriptor.ts";

/** The first port that needs no privilege: Linux' `net.ipv4.ip_unprivileged_port_start`, unless a runtime lowers it. */
const UNPRIVILEGED = 1024;

/** A port that no image of ours may listen on everywhere: all of them run as another user than root. */
export function portWarnings({ port, path, facts }: Microservice, parsed: ParsedDescriptor): Fault[] {
  if (port === undefined || port >= UNPRIVILEGED) return [];
  const said = parsed.at("port");
  const [, file, line] = /^(.+):(\d+)$/.exec(facts.find(({ field }) => field === "port")?.from ?? "") ?? [];
  const place = said
    ? { file: parsed.file, ...said }
    : { file: join(path, file ?? "."), ...(line && { line: Number(line) }) };
  const message = `port ${port}: user 65532 without capabilities can't listen below ${UNPRIVILEGED}, unless the runtime allows it`;
  const hint = `let it listen on ${8000 + port} and say \`port: ${8000 + port}\` in ${parsed.file}, or run it with the sysctl net.ipv4.ip_unprivileged_port_start=0`;
  return [{ ...place, message, hint }];
}
