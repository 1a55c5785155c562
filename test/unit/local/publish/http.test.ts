import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer as createPlain, type Server } from "node:http";
import { createServer } from "node:https";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { read, type Sent } from "../../../../src/publish/distribution/http.ts";

const directory = mkdtempSync(join(tmpdir(), "multistage-http-"));
const [key, certificate] = [join(directory, "key.pem"), join(directory, "certificate.pem")];
const DEAD = "http://127.0.0.1:1";
let plain: Server;
let secure: Server;
/** A proxy that connects to the secure server, whatever it is asked for. */
let proxy: Server;
const connected: string[] = [];

const portOf = (server: Server) => (server.address() as AddressInfo).port;

async function listening(server: Server): Promise<Server> {
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return server;
}

beforeAll(async () => {
  const names = "subjectAltName=DNS:registry.example,DNS:localhost";
  const self = [
    "req",
    "-x509",
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:prime256v1",
    "-nodes",
    "-days",
    "2",
  ];
  const made = spawnSync("openssl", [
    ...self,
    "-subj",
    "/CN=test",
    "-addext",
    names,
    "-keyout",
    key,
    "-out",
    certificate,
  ]);
  expect(made.status).toBe(0);
  plain = await listening(createPlain((_, answer) => answer.end("plain")));
  const pair = { key: readFileSync(key), cert: readFileSync(certificate) };
  secure = await listening(
    createServer(pair, ({ url }, answer) => answer.end(`secure ${url}`)) as unknown as Server,
  );
  proxy = createPlain().on("connect", ({ url = "" }, socket) => {
    connected.push(url);
    const onward = connect(portOf(secure), "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      onward.pipe(socket).pipe(onward);
    });
  });
  await listening(proxy);
});
afterAll(() => {
  for (const server of [plain, secure, proxy]) {
    server.closeAllConnections();
    server.close();
  }
  rmSync(directory, { recursive: true });
  vi.unstubAllEnvs();
});
beforeEach(() => {
  connected.length = 0;
  vi.resetModules();
  for (const name of ["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS"]) {
    vi.stubEnv(name, undefined);
    vi.stubEnv(name.toLowerCase(), undefined);
  }
});

/** Asks in an environment; connections are made anew for each. */
async function ask(url: string, env: Record<string, string> = {}, more: Partial<Sent> = {}) {
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  const { http } = await import("../../../../ci/local/publish/http.ts");
  const sent = {
    method: "GET",
    headers: {},
    unverified: false,
    signal: AbortSignal.timeout(20_000),
    ...more,
  };
  return (await read(http, new URL(url), sent)).text;
}

describe("a request", () => {
  it("to loopback asks no proxy", async () => {
    const env = { HTTP_PROXY: DEAD, HTTPS_PROXY: DEAD };
    expect(await ask(`http://127.0.0.1:${portOf(plain)}/`, env)).toBe("plain");
    const local = { ...env, SSL_CERT_FILE: certificate };
    expect(await ask(`https://localhost:${portOf(secure)}/v2/`, local)).toBe("secure /v2/");
  });

  it("to other machines asks the proxy that the environment names, but for those in NO_PROXY", async () => {
    const env = { HTTPS_PROXY: `http://127.0.0.1:${portOf(proxy)}`, SSL_CERT_FILE: certificate };
    expect(await ask("https://registry.example/v2/", env)).toBe("secure /v2/");
    expect(connected).toEqual(["registry.example:443"]);
    vi.resetModules();
    const direct = ask("https://registry.example/v2/", { ...env, NO_PROXY: ".example" });
    await expect(direct).rejects.toMatchObject({ code: expect.stringMatching(/^(ENOTFOUND|EAI_AGAIN)$/) });
    expect(connected).toHaveLength(1);
  });

  it("is told what a proxy says that lets nobody through", async () => {
    const refusing = createPlain().on("connect", (_, socket) => void socket.end("HTTP/1.1 407 No\r\n\r\n"));
    const env = { HTTPS_PROXY: `http://127.0.0.1:${portOf(await listening(refusing))}` };
    await expect(ask("https://registry.example/v2/", env)).rejects.toThrow(/^Proxy response \(407\)/);
    refusing.close();
  });

  it("believes who answers by the machine's certificates, unless it needn't", async () => {
    const url = `https://localhost:${portOf(secure)}/`;
    await expect(ask(url)).rejects.toMatchObject({ code: "DEPTH_ZERO_SELF_SIGNED_CERT" });
    expect(await ask(url, {}, { unverified: true })).toBe("secure /");
    vi.resetModules();
    expect(await ask(url, { NODE_EXTRA_CA_CERTS: certificate })).toBe("secure /");
  });
});
