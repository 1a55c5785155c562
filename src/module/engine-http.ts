import type { Place } from "../publish/distribution/address.ts";
import type { Answer, Http } from "../publish/distribution/http.ts";

/** What Bun calls the ends of connections, as Node does. */
const CODES: Record<string, string> = {
  ConnectionRefused: "ECONNREFUSED",
  ConnectionClosed: "ECONNRESET",
  ConnectionReset: "ECONNRESET",
  FailedToOpenSocket: "EHOSTUNREACH",
  Timeout: "ETIMEDOUT",
};

/** A registry that only the caller reaches, and where the engine has it. */
export interface Behind {
  host: string;
  endpoint: string;
}

/**
 * Requests by the function's own `fetch`: it reaches what containers of the engine reach, by the engine's proxies, and
 * starts none. It trusts what its runtime trusts.
 */
export function engineHttp(behind?: Behind): Http {
  return async (url, { method, headers, body, unverified, signal }) => {
    const place = new URL(url);
    const isBehind = place.host === behind?.host;
    if (isBehind) place.host = behind.endpoint;
    // An engine's tunnel doesn't say that the other end has closed a connection: what is asked over it again is never answered.
    const all = isBehind ? { ...headers, connection: "close" } : headers;
    // Bun's own option.
    const tls = unverified ? { tls: { rejectUnauthorized: false } } : {};
    const init: RequestInit = { method, headers: all, body, signal, redirect: "manual", ...tls };
    const answer = await fetch(place, init).catch(renamed);
    const header = (name: string) => {
      const value = answer.headers.get(name) ?? undefined;
      // A registry names itself as it was called.
      return behind && name === "location"
        ? value?.replace(`//${behind.endpoint}/`, `//${behind.host}/`)
        : value;
    };
    return { status: answer.status, header, body: bodyOf(answer) };
  };
}

/** Longest wait for a registry's first word, milliseconds. */
const FIRST_WORD = 5000;

/**
 * Whether a registry answers the function itself. One that says nothing in time counts: it says as little to others. What a name
 * server or a certificate keeps from it may be open to containers.
 */
export async function isReached(http: Http, { origin, isPlain }: Place): Promise<boolean> {
  const signal = AbortSignal.timeout(FIRST_WORD);
  const asked = { method: "GET", headers: {}, unverified: isPlain, signal };
  return http(new URL("/v2/", origin), asked).then(
    () => true,
    () => signal.aborted,
  );
}

function bodyOf({ body }: Response): Answer["body"] {
  return (body ?? new Blob([]).stream()) as unknown as Answer["body"];
}

/** @throws the error with a code of Node's, where the network is its cause. */
function renamed(error: Error & { code?: string; cause?: unknown }): never {
  const { cause = error } = error;
  if (!(cause instanceof Error) || !("code" in cause)) throw error;
  const code = String(cause.code);
  throw Object.assign(new Error(cause.message), { name: error.name, code: CODES[code] ?? code });
}
