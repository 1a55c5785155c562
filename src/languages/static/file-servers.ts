import { join } from "../../files/paths.ts";

/** Programs that serve a folder's files, as ours does. */
const SERVERS =
  /^(serve|http-server|live-server|lite-server|servor|sirv|sirv-cli|superstatic|local-web-server|ws)(@\S+)?$/;

/** Their flags whose value is the next word. */
const VALUED =
  /^(-[lpacthSKCD]|--(listen|port|host|address|config|cache|cors|key|cert|base|root|timeout|ext|maxage))$/;

/** Flags by which they do more than to serve files: what they are started for. */
const MORE = /^(-P|--proxy|--username|--password|--rewrite|--spa-proxy)(=|$)/;

/** https://docs.python.org/3/library/http.server.html#command-line-interface */
const PYTHON = /^python3? -m (http\.server|SimpleHTTPServer)\b(?:.*(?:-d|--directory)[= ](\S+))?/;

/** What a file server is told to serve. */
export interface Served {
  /** Absent where the command names none. */
  folder?: string;
  /** Whether one page answers for all addresses. */
  isSingle: boolean;
}

/** What a script serves that only starts a file server; undefined for anything else. */
export function servedBy(script: string): Served | undefined {
  // Where it listens doesn't matter: ours has a port of its own.
  const plain = script.replace(/\$(PORT\b|\{PORT(:?[-=]\w*)?\})/g, "0");
  if (/[|;&<>$`]/.test(plain)) return undefined;
  const words = plain.trim().split(/\s+/);
  const python = PYTHON.exec(plain.trim());
  if (python) return { ...(python[2] && { folder: join(".", python[2]) }), isSingle: false };
  const first = words.findIndex((word) => !/^(npx|bunx|pnpx|cross-env|-y|--yes|\w+=\S*)$/.test(word));
  if (!SERVERS.test(words[first] ?? "")) return undefined;
  const rest = words.slice(first + 1).filter((word) => word !== "start");
  if (rest.some((word) => MORE.test(word))) return undefined;
  const operand = rest.find((word, index) => !word.startsWith("-") && !VALUED.test(rest[index - 1] ?? ""));
  const isSingle = rest.some((word) => /^(-s|--single|--spa|--entry-file)$/.test(word));
  return { ...(operand && { folder: join(".", operand) }), isSingle };
}
