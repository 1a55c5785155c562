import type { Answer, Http, Sent } from "../../../../src/publish/distribution/http.ts";
import { RegistryApi } from "../../../../src/publish/distribution/registry-api.ts";
import type { RegistryApiOptions } from "../../../../src/publish/distribution/request.ts";

/** What a request is answered with: a status, headers and a text. */
export type Told = [
  status: number,
  headers?: Record<string, string>,
  text?: string | AsyncIterable<Uint8Array>,
];

/** A network that answers as told; `seen` has each request, `said` the account that it named. */
export function network(answer: (line: string, sent: Sent, url: URL) => Told | Promise<Told>) {
  const seen: string[] = [];
  const said: (string | undefined)[] = [];
  const http: Http = async (url, sent): Promise<Answer> => {
    sent.signal.throwIfAborted();
    const line = `${sent.method} ${decodeURIComponent(url.href)}`;
    seen.push(line);
    said.push(sent.headers.authorization);
    const [status, headers = {}, text = ""] = await answer(line, sent, url);
    return { status, header: (name) => headers[name], body: typeof text === "string" ? pieces(text) : text };
  };
  return { seen, said, http };
}

async function* pieces(text: string) {
  yield Buffer.from(text);
}

/** A client of such a network, as `ci` with the password `horse` unless told otherwise. */
export function apiOf(http: Http, options: Partial<RegistryApiOptions> = {}) {
  return new RegistryApi({ http, account: async () => ({ username: "ci", password: "horse" }), ...options });
}
