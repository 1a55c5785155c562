import { LONGEST, untrustedBytes } from "../../untrusted-json.ts";

/** One request, of which redirects are answers. */
export interface Sent {
  method: string;
  headers: Record<string, string>;
  body?: string;
  /** Whoever answers needn't prove who it is: a registry on loopback, or where the caller says so. */
  unverified: boolean;
  signal: AbortSignal;
}

export interface Answer {
  status: number;
  header(name: string): string | undefined;
  body: AsyncIterable<Uint8Array>;
}

/** Sends a request over this machine's network, by its proxies and certificates. @throws what the network said. */
export type Http = (url: URL, sent: Sent) => Promise<Answer>;

const TOO_LONG = `more than ${LONGEST / 2 ** 20} MiB came back`;

/** An answer that was read. */
export interface Reply extends Omit<Answer, "body"> {
  text: string;
}

/** Sends a request and reads the answer, as far as a registry may answer. @throws what the network said. */
export async function read(http: Http, url: URL, sent: Sent): Promise<Reply> {
  const { body, status, header } = await http(url, sent);
  const { bytes, isAll } = await untrustedBytes(body);
  if (!isAll) throw Object.assign(new Error(TOO_LONG), { code: "TOO_LONG" });
  return { status, header, text: bytes.toString() };
}
