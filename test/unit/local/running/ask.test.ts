import { createServer } from "node:http";
import { createServer as createHttp2 } from "node:http2";
import type { AddressInfo } from "node:net";
import type { Writable } from "node:stream";
import { afterEach, expect, it } from "vitest";
import { ask } from "../../../../ci/local/running/ask.ts";
import { listens } from "../../../../ci/local/running/listens.ts";
import { LONGEST } from "../../../../src/untrusted-json.ts";

const open: { close(): unknown }[] = [];
afterEach(() => {
  for (const one of open.splice(0)) one.close();
});

async function listening(
  server: ReturnType<typeof createServer> | ReturnType<typeof createHttp2>,
): Promise<number> {
  open.push(server);
  await new Promise<void>((done) => void server.listen(0, "127.0.0.1", done));
  return (server.address() as AddressInfo).port;
}

const wanted = { status: 200, headers: {} };

it("an HTTP answer: status, body, headers; redirects are not followed", async () => {
  const port = await listening(
    createServer((request, response) => {
      response.writeHead(request.url === "/old" ? 302 : 200, { Location: "/new", "X-Kind": "test" });
      response.end(`you asked for ${request.url}`);
    }),
  );
  expect(await ask(port, { ...wanted, path: "/a" })).toMatchObject({
    status: 200,
    body: "you asked for /a",
    headers: { "x-kind": "test" },
  });
  expect((await ask(port, { ...wanted, path: "/old" })).status).toBe(302);
});

/** Answers every call with a message and a status, as gRPC does. */
function grpcServer(message: Buffer, status: string) {
  const server = createHttp2();
  server.on("stream", (stream) => {
    stream.respond({ ":status": 200, "content-type": "application/grpc" }, { waitForTrailers: true });
    stream.on("wantTrailers", () =>
      stream.sendTrailers({ "grpc-status": status, "grpc-message": "no such thing" }),
    );
    const prefix = Buffer.alloc(5);
    prefix.writeUInt32BE(message.length, 1);
    stream.end(status === "0" ? Buffer.concat([prefix, message]) : Buffer.of());
  });
  return server;
}

it("a gRPC answer: the health check's word, or the message", async () => {
  const port = await listening(grpcServer(Buffer.from([8, 1]), "0"));
  expect((await ask(port, { ...wanted, grpc: "grpc.health.v1.Health/Check" })).body).toBe("SERVING");
  expect((await ask(port, { ...wanted, grpc: "a.B/C" })).body).toBe("\u0008\u0001");
});

it("an answer without end is read as far as one is looked at", async () => {
  const port = await listening(createServer((_, response) => endless(response)));
  expect((await ask(port, { ...wanted, path: "/" })).body.length).toBeLessThan(2 * LONGEST);
  const server = createHttp2();
  server.on("stream", (stream) => {
    stream.respond({ ":status": 200 });
    endless(stream);
  });
  await expect(ask(await listening(server), { ...wanted, grpc: "a.B/C" })).rejects.toThrow("it is too long");
});

/** Writes as fast as it is read, until nobody reads. */
function endless(stream: Writable): void {
  const again = () => {
    while (stream.writable && stream.write(Buffer.alloc(2 ** 20)));
    stream.once("drain", again);
  };
  stream.on("error", () => {});
  again();
}

it("no answer says why", async () => {
  const port = await listening(grpcServer(Buffer.of(), "12"));
  await expect(ask(port, { ...wanted, grpc: "a.B/C" })).rejects.toThrow(
    "a.B/C: no answer: gRPC status 12: no such thing",
  );
  const closed = await listening(createServer());
  for (const one of open.splice(0)) one.close();
  await expect(ask(closed, { ...wanted, path: "/x" })).rejects.toThrow(
    /GET \/x: no answer: connect ECONNREFUSED/,
  );
  expect(await listens(closed)).toBe(false);
});
