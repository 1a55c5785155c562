import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Transform } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";

/** A line to a registry: how far, how broad, and what went through it. */
export interface Line {
  host: string;
  /** Since the last time that this was asked. */
  traffic(): Traffic;
  stop(): Promise<void>;
}

export interface Traffic {
  requests: number;
  /** Of blobs, both ways: layers and configurations. */
  blobBytes: number;
}

/** What a line adds; nothing by default, so that it only counts. */
export interface LineLimits {
  /** Before each request is passed on. */
  delayMs?: number;
  /** Of all requests together. */
  bytesPerSecond?: number;
}

/** A loopback server in front of a registry. */
export async function lineTo(registry: string, limits: LineLimits = {}): Promise<Line> {
  const { delayMs = 0, bytesPerSecond = Number.POSITIVE_INFINITY } = limits;
  let seen: Traffic = { requests: 0, blobBytes: 0 };
  const paced = pacer(bytesPerSecond);
  const counted = (isBlob: boolean) =>
    paced((bytes) => {
      if (isBlob) seen.blobBytes += bytes;
    });
  const server = createServer(async (from, to) => {
    seen.requests += 1;
    await sleep(delayMs);
    pass(registry, from, to, counted);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    traffic() {
      const told = seen;
      seen = { requests: 0, blobBytes: 0 };
      return told;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

function pass(
  registry: string,
  from: IncomingMessage,
  to: ServerResponse,
  counted: (isBlob: boolean) => Transform,
): void {
  const [host, port] = registry.split(":");
  const isBlob = /\/blobs\//.test(from.url ?? "");
  // The registry names itself by the host it was asked by, so that uploads go on through this line.
  const { method, url: path, headers } = from;
  const onward = request({ host, port, method, path, headers }, (answer) => {
    to.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(counted(isBlob)).pipe(to);
  });
  onward.on("error", () => to.destroy());
  from.pipe(counted(isBlob)).pipe(onward);
}

/** Streams that share so many bytes a second: each piece waits until those before it are through. */
function pacer(bytesPerSecond: number): (count: (bytes: number) => void) => Transform {
  let freeAt = 0;
  return (count) =>
    new Transform({
      transform(piece: Buffer, _, done) {
        count(piece.length);
        freeAt = Math.max(freeAt, Date.now()) + (piece.length / bytesPerSecond) * 1000;
        setTimeout(() => done(null, piece), freeAt - Date.now());
      },
    });
}
