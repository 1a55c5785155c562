import { STATUS_CODES } from "node:http";
import { isListOf, isObject, isText, untrustedJson } from "../../untrusted-json.ts";
import { registryFault } from "../faults.ts";
import { RegistryFailure } from "../publisher.ts";
import type { Reply } from "./http.ts";

/** What a registry was asked, for messages. */
export interface Asked {
  /** In a few words: `reading a manifest`. */
  what: string;
  repository: string;
  /** A tag or digest that the request names. */
  reference?: string;
}

/** An answer is told that far. */
const SHOWN = 300;

/** What a registry answered instead of what it was asked. */
export function refused(
  { what, repository, reference }: Asked,
  { status, text }: Pick<Reply, "status" | "text">,
): RegistryFailure {
  const line = `HTTP status: ${status} (${saidIn(text) || STATUS_CODES[status] || "no reason"})`;
  const fault = registryFault(line, [repository, ...(reference ? [reference] : [])]);
  return new RegistryFailure(`${repository}: ${what} failed`, fault, [line]);
}

/** A registry's own words: `{"errors":[{"code":"MANIFEST_UNKNOWN","message":"manifest unknown"}]}`. */
function saidIn(text: string): string {
  const { errors, message } = untrustedJson(text, isObject) ?? {};
  const told = isListOf(errors, isObject) ? errors.map(oneSaid).filter(Boolean).join("; ") : undefined;
  const said = told || (isText(message) ? message : text);
  return said.replace(/\s+/g, " ").trim().slice(0, SHOWN);
}

function oneSaid({ code, message }: Record<string, unknown>): string {
  const words = isText(code) ? code.toLowerCase().replaceAll("_", " ") : "";
  return [words, isText(message) && message.toLowerCase() !== words ? message : ""]
    .filter(Boolean)
    .join(": ");
}

/** What networks say that may pass, by Node's codes and undici's. */
const PASSING =
  /^(E[A-Z0-9]+|EAI_[A-Z]+|HPE_.+|UND_ERR_(SOCKET|.*TIMEOUT|.*MISMATCH|RESPONSE.*|PRX_.*)|ERR_SSL_(?!.*CERTIFICATE|WRONG_VERSION).+)$/;

/** What OpenSSL says where a server doesn't speak TLS, and what it means. */
const PLAIN = "ERR_SSL_WRONG_VERSION_NUMBER";
const IS_PLAIN = "server gave HTTP response to HTTPS client";

/** Why there is no answer. @throws the error itself where no network said it: it is a bug. */
export function unanswered(asked: Asked, error: unknown, waited: number): RegistryFailure {
  const { what, repository } = asked;
  const failed = (fault: RegistryFailure["fault"], line: string) =>
    new RegistryFailure(`${repository}: ${what} failed`, fault, [line]);
  const { name, code, message, errors } = error as Error & { code?: unknown; errors?: Error[] };
  if (name === "TimeoutError") return failed("passing", `timeout: no answer within ${waited / 1000} s`);
  const [, proxy] = /^Proxy response \((\d+)\)/.exec(message) ?? [];
  if (proxy) return refused(asked, { status: Number(proxy), text: "" });
  if (name === "AbortError") return new RegistryFailure(`${repository}: it was interrupted`, "broken", []);
  // Of what is no HTTP at all undici has no code.
  if (name === "HTTPParserError") return failed("passing", message);
  if (!isText(code)) throw error;
  const line = code === PLAIN ? IS_PLAIN : (message || errors?.[0]?.message || code).trim();
  return failed(PASSING.test(code) ? "passing" : "broken", line);
}
