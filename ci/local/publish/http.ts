import { existsSync, readFileSync } from "node:fs";
import { createSecureContext } from "node:tls";
import type { Dispatcher } from "undici";
import type { Http } from "../../../src/publish/distribution/http.ts";
import { isLoopback } from "../../../src/publish/reference.ts";
import { HOST_BUNDLES } from "../builders/trust.ts";

/** Requests by undici, which keeps connections and knows `HTTPS_PROXY` and `NO_PROXY`; Node's own `fetch` hasn't them in Node 20. */
export const http: Http = async (url, { method, headers, body, unverified, signal }) => {
  // It takes 40 ms to load, which most commands needn't spend.
  const { request } = await import("undici");
  const dispatcher = await dispatcherFor(url, unverified);
  const answer = await request(url, {
    method: method as Dispatcher.HttpMethod,
    headers,
    body,
    signal,
    dispatcher,
  });
  const header = (name: string) => {
    const value = answer.headers[name];
    return Array.isArray(value) ? value[0] : value;
  };
  return { status: answer.statusCode, header, body: answer.body };
};

const dispatchers = new Map<string, Promise<Dispatcher>>();

/** Connections of a kind are shared by all that this process asks. */
function dispatcherFor({ protocol, host }: URL, unverified: boolean): Promise<Dispatcher> {
  const kind = `${protocol} ${isLoopback(host)} ${unverified}`;
  const known = dispatchers.get(kind) ?? dispatcherOf(protocol === "https:", isLoopback(host), unverified);
  dispatchers.set(kind, known);
  return known;
}

/** No proxy is asked for this machine's own loopback: it would look on its own. */
async function dispatcherOf(isSecure: boolean, isLocal: boolean, unverified: boolean): Promise<Dispatcher> {
  const { Agent, EnvHttpProxyAgent } = await import("undici");
  const secureContext = isSecure ? createSecureContext({ ca: trusted() }) : undefined;
  const connect = { secureContext, rejectUnauthorized: !unverified };
  return isLocal
    ? new Agent({ connect })
    : new EnvHttpProxyAgent({ connect, requestTls: connect, proxyTls: connect });
}

/** The machine's certificates, as Go's tools take them, with what Node was told besides; undefined leaves Node its own. */
function trusted(): string[] | undefined {
  const { SSL_CERT_FILE, NODE_EXTRA_CA_CERTS } = process.env;
  const bundle = [SSL_CERT_FILE, ...HOST_BUNDLES].find((path) => path && existsSync(path));
  const extra = NODE_EXTRA_CA_CERTS && existsSync(NODE_EXTRA_CA_CERTS) ? [NODE_EXTRA_CA_CERTS] : [];
  return bundle ? [bundle, ...extra].map((path) => readFileSync(path, "utf8")) : undefined;
}
