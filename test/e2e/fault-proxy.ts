import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "./running.ts";

/** What a proxy does to a request instead of passing it on. */
export type Fault = (typeof FAULTS)[number] | "403" | "404" | "405";
export const FAULTS = ["refused", "401", "429", "500", "truncated", "slow"] as const;

export interface FaultProxy {
  host: string;
  /** Every request so far: `PUT /v2/api/manifests/testing`. */
  seen: string[];
  /** Bytes of the bodies of those that were passed on. */
  moved: Moved[];
  /** Asked for each request, by its number from 0; undefined passes it on. */
  answer(
    at: number,
    line: string,
    headers: IncomingHttpHeaders,
  ): Fault | undefined | Promise<Fault | undefined>;
  stop(): Promise<void>;
}

/** What a request brought to a registry, and what it got. */
export interface Moved {
  line: string;
  sent: number;
  received: number;
}

/** What went to and fro in blobs of these repositories, bytes. */
export function blobBytes({ moved }: FaultProxy, repositories: RegExp): Omit<Moved, "line"> {
  const blobs = moved.filter(({ line }) => line.includes("/blobs/") && repositories.test(line));
  const sum = (way: "sent" | "received") => blobs.reduce((all, one) => all + one[way], 0);
  return { sent: sum("sent"), received: sum("received") };
}

const HEADERS: Record<string, Record<string, string>> = {
  "401": { "www-authenticate": 'Basic realm="registry"' },
  "429": { "retry-after": "1" },
};

/** A loopback server in front of a registry. */
export async function faultProxy(registry: string): Promise<FaultProxy> {
  const port = await freePort();
  const proxy: FaultProxy = { host: `127.0.0.1:${port}`, seen: [], moved: [], answer: () => undefined, stop };
  const listen = () => new Promise<void>((done) => server.listen(port, "127.0.0.1", done));
  const server = createServer(async (from, to) => {
    const line = `${from.method} ${from.url?.split("?")[0]}`;
    const fault = await proxy.answer(proxy.seen.push(line) - 1, line, from.headers);
    const moved = { line, sent: 0, received: 0 };
    proxy.moved.push(moved);
    if (!fault) return pass(registry, from, to, { moved });
    from.resume();
    if (fault === "refused") await refuse(from);
    else if (fault === "slow") await sleep(700).then(() => pass(registry, from, to, { moved }));
    else if (fault === "truncated") pass(registry, from, to, { moved, cut: true });
    else to.writeHead(Number(fault), HEADERS[fault]).end();
  });
  async function refuse({ socket }: IncomingMessage) {
    socket.destroy();
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
    await sleep(100);
    await listen();
  }
  async function stop() {
    const closed = new Promise((done) => server.close(done));
    server.closeAllConnections();
    await closed;
  }
  await listen();
  return proxy;
}

/** Passes a request on; `cut` sends half of the answer and hangs up. */
function pass(
  registry: string,
  from: IncomingMessage,
  to: ServerResponse,
  { moved, cut = false }: { moved: Moved; cut?: boolean },
): void {
  const [hostname, port] = registry.split(":");
  const { method, url: path, headers } = from;
  const on = request({ hostname, port, method, path, headers }, async (answer) => {
    const chunks: Buffer[] = [];
    for await (const chunk of answer) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    moved.received = body.length;
    const length = cut ? { "content-length": String(body.length || 10) } : {};
    to.writeHead(answer.statusCode ?? 502, { ...answer.headers, ...length });
    if (!cut) return to.end(body);
    to.flushHeaders();
    to.write(body.subarray(0, body.length >> 1), () => to.destroy());
  });
  on.on("error", () => to.destroy());
  from.on("error", () => on.destroy());
  from.on("data", (chunk: Buffer) => {
    moved.sent += chunk.length;
  });
  from.pipe(on);
}
