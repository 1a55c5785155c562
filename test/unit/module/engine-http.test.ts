import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { engineHttp, isReached } from "../../../src/module/engine-http.ts";
import { placeOf } from "../../../src/publish/distribution/address.ts";
import { read } from "../../../src/publish/distribution/http.ts";

/** A server for one test; `work` is given its address. */
async function served<T>(answer: RequestListener, work: (host: string) => Promise<T>): Promise<T> {
  const server = createServer(answer).listen(0, "127.0.0.1");
  await new Promise((listening) => server.once("listening", listening));
  try {
    return await work(`127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const HOST = "127.0.0.1:65534";
const sent = () => ({ method: "GET", headers: {}, unverified: true, signal: AbortSignal.timeout(10_000) });

describe("requests of a function's own", () => {
  it("go to where the engine has a registry that the caller gave, which is called by its own name", async () => {
    await served(
      ({ headers, url }, to) =>
        to.writeHead(202, { location: `http://${headers.host}${url}/upload` }).end(headers.connection),
      async (endpoint) => {
        const http = engineHttp({ host: HOST, endpoint });
        const { status, text, header } = await read(http, new URL(`http://${HOST}/v2/api`), sent());
        expect([status, text]).toEqual([202, "close"]);
        expect(header("location")).toBe(`http://${HOST}/v2/api/upload`);
        expect(header("link")).toBeUndefined();
      },
    );
  });

  it("follow nobody, and read what has no body", async () => {
    await served(
      (_, to) => to.writeHead(307, { location: "http://elsewhere.example/" }).end(),
      async (host) => {
        const { status, text } = await read(engineHttp(), new URL(`http://${host}/`), sent());
        expect([status, text]).toEqual([307, ""]);
      },
    );
  });

  it("fail with the network's own code", async () => {
    const refused = engineHttp()(new URL(`http://${HOST}/`), sent());
    await expect(refused).rejects.toMatchObject({ code: "ECONNREFUSED" });
  });

  it("reach what answers anything at all", async () => {
    const reached = (host: string) => isReached(engineHttp(), placeOf(`${host}/`, false));
    expect(await served((_, to) => to.writeHead(401).end(), reached)).toBe(true);
    expect(await reached(HOST)).toBe(false);
  });
});
