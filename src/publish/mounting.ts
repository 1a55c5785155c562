import { isObject, isText, untrustedJson } from "../untrusted-json.ts";
import type { Publisher } from "./publisher.ts";
import { isLoopback } from "./reference.ts";

/** Who asks a registry; `<token>` as name where the password is an identity token. */
export interface MountAccount {
  username: string;
  password: string;
}

export interface MountOptions {
  account(host: string): Promise<MountAccount | undefined>;
  /** Plain HTTP also to other machines; default false. */
  plainHttp?: boolean;
  /** Longest wait for one request, milliseconds; default 5 s. */
  timeout?: number;
  fetch?: typeof fetch;
}

/**
 * {@link Publisher.mount} by the registry's own API (OCI distribution, "Mounting a blob from another repository").
 *
 * Whatever keeps it from it (a proxy, another way to log in, a registry that doesn't lend) is no failure: the caller
 * copies instead.
 */
export function mounting({
  account,
  plainHttp = false,
  timeout = 5000,
  ...given
}: MountOptions): Publisher["mount"] {
  const ask = given.fetch ?? fetch;
  /** By what a request is allowed: asked for once for each pair of repositories. */
  const allowed = new Map<string, Promise<string | undefined>>();

  const send = (url: string, method: string, authorization?: string) =>
    ask(url, {
      method,
      headers: authorization ? { authorization } : {},
      redirect: "manual",
      signal: AbortSignal.timeout(timeout),
    });

  async function authorization(host: string, pair: string[], challenge: string): Promise<string | undefined> {
    const known = await account(host);
    const basic = known && `Basic ${Buffer.from(`${known.username}:${known.password}`).toString("base64")}`;
    if (!/^Bearer /i.test(challenge)) return basic;
    const url = tokenAddress(challenge, pair);
    const answer = url && (await send(url, "GET", known?.username === "<token>" ? undefined : basic));
    const said = answer && untrustedJson(await answer.text(), isObject);
    const token = said && [said.token, said.access_token].find(isText);
    return token && `Bearer ${token}`;
  }

  return async (from, to, digest) => {
    const [host = "", ...path] = to.split("/");
    if (!from.startsWith(`${host}/`)) return false;
    const scheme = plainHttp || isLoopback(host) ? "http" : "https";
    const origin = from.slice(host.length + 1);
    const query = new URLSearchParams({ mount: digest, from: origin });
    const url = `${scheme}://${host}/v2/${path.join("/")}/blobs/uploads/?${query}`;
    const pair = [`repository:${path.join("/")}:pull,push`, `repository:${origin}:pull`];
    try {
      const first = await send(url, "POST", await allowed.get(pair.join()));
      if (first.status !== 401) return first.status === 201;
      const asked = authorization(host, pair, first.headers.get("www-authenticate") ?? "");
      allowed.set(pair.join(), asked);
      const granted = await asked;
      return granted !== undefined && (await send(url, "POST", granted)).status === 201;
    } catch {
      return false;
    }
  };
}

/** Where a registry's token for these repositories is had, by what it says in `WWW-Authenticate`. */
function tokenAddress(challenge: string, scopes: string[]): string | undefined {
  const said = Object.fromEntries(
    [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = "", value = ""]) => [name, value]),
  );
  if (!said.realm || !URL.canParse(said.realm)) return undefined;
  const url = new URL(said.realm);
  if (said.service) url.searchParams.set("service", said.service);
  for (const scope of scopes) url.searchParams.append("scope", scope);
  return url.href;
}
