import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { http } from "../../../../ci/local/publish/http.ts";
import type { Request } from "../../../../src/publish/distribution/request.ts";
import { apiOf, network, type Told } from "./fake-registry.ts";

const REPOSITORY = "registry.example/team/api";
const BASIC = `Basic ${Buffer.from("ci:horse").toString("base64")}`;
const reading: Request = {
  what: "reading",
  repository: REPOSITORY,
  method: "GET",
  path: "manifests/testing",
  does: "pull",
};

const WANTS_BASIC: Told = [401, { "www-authenticate": 'Basic realm="registry"' }];
const WANTS_TOKEN: Told = [
  401,
  { "www-authenticate": 'Bearer realm="https://auth.example/token",service="registry.example"' },
];

describe("who asks", () => {
  it("is said once the registry wants to know it, and then at once", async () => {
    const { http, said } = network((_, { headers }) => (headers.authorization ? [200] : WANTS_BASIC));
    const api = apiOf(http);
    await api.ask(reading);
    await api.ask(reading);
    expect(said).toEqual([undefined, BASIC, BASIC]);
  });

  it("is refused once where nobody is known, or another is wanted", async () => {
    for (const account of [undefined, { username: "ci", password: "wrong" }]) {
      const { http, seen } = network(() => WANTS_BASIC);
      const asked = apiOf(http, { account: async () => account }).ask(reading);
      await expect(asked).rejects.toMatchObject({
        fault: "refused",
        lines: ["HTTP status: 401 (Unauthorized)"],
      });
      expect(seen).toHaveLength(account ? 2 : 1);
    }
  });

  it("is a token for each repository, had once for requests at once", async () => {
    const { http, seen } = network((line, { headers }) => {
      if (line.includes("auth.example")) return [200, {}, JSON.stringify({ token: "t", expires_in: 300 })];
      return headers.authorization === "Bearer t" ? [200] : WANTS_TOKEN;
    });
    const api = apiOf(http);
    const writing: Request = {
      ...reading,
      method: "PUT",
      does: "push",
      reads: "registry.example/team/cache",
    };
    await api.ask(writing);
    await Promise.all([api.ask(reading), api.ask(writing), api.ask(reading)]);
    expect(seen.filter((line) => line.includes("auth.example"))).toEqual([
      "GET https://auth.example/token?scope=repository:team/api:pull,push&scope=repository:team/cache:pull&service=registry.example",
    ]);
    expect(seen).toHaveLength(6);
  });

  it("is a new token where the registry takes the old one no more, and the end where it takes none", async () => {
    let tokens = 0;
    const { http, seen } = network((line, { headers }) => {
      if (line.includes("auth.example")) return [200, {}, JSON.stringify({ access_token: `t${++tokens}` })];
      return headers.authorization === "Bearer t2" ? [200] : WANTS_TOKEN;
    });
    const api = apiOf(http);
    await expect(api.ask(reading)).rejects.toMatchObject({ fault: "refused" });
    await api.ask(reading);
    expect(tokens).toBe(2);
    expect(seen.filter((line) => line.includes("registry.example/v2"))).toHaveLength(4);
  });

  it("is an identity token, which is exchanged", async () => {
    const { http, seen, said } = network((line, { body }) => {
      if (!line.includes("auth.example")) return line.length && said.at(-1) ? [200] : WANTS_TOKEN;
      expect(Object.fromEntries(new URLSearchParams(body))).toEqual({
        grant_type: "refresh_token",
        client_id: "multistage",
        refresh_token: "identity",
        scope: "repository:team/api:pull",
        service: "registry.example",
      });
      return [200, {}, JSON.stringify({ access_token: "t" })];
    });
    await apiOf(http, { account: async () => ({ username: "<token>", password: "identity" }) }).ask(reading);
    expect(seen[1]).toBe("POST https://auth.example/token");
    expect(said).toEqual([undefined, undefined, "Bearer t"]);
  });

  it("is told to no server that speaks more openly than the registry", async () => {
    const { http, seen } = network(() => [
      401,
      { "www-authenticate": 'Bearer realm="http://auth.example/token"' },
    ]);
    await expect(apiOf(http).ask(reading)).rejects.toMatchObject({ fault: "refused" });
    expect(seen).toEqual([`GET https://registry.example/v2/team/api/manifests/testing`]);
  });
});

describe("a registry that sends on", () => {
  const elsewhere = (location: string) =>
    network((line, { headers }) => {
      if (!line.includes("registry.example/v2/team/api/")) return [200, {}, "there"];
      return headers.authorization ? [307, { location }] : WANTS_BASIC;
    });

  it.each([
    "https://blobs.example/x?sign=1",
    "https://registry.example:8443/x",
  ])("is followed to %s without saying who asks", async (location) => {
    const { http, said } = elsewhere(location);
    expect((await apiOf(http).ask(reading)).text).toBe("there");
    expect(said).toEqual([undefined, BASIC, undefined]);
  });

  it.each([
    "http://registry.example/x",
    "file:///etc/passwd",
    "http://[",
  ])("is not followed to %s", async (location) => {
    const { http, seen } = elsewhere(location);
    await expect(apiOf(http).ask(reading)).rejects.toMatchObject({ fault: "broken" });
    expect(seen).toHaveLength(2);
  });

  it("in a circle is left", async () => {
    const { http, seen } = network((_line, _sent, { href }) => [302, { location: href }]);
    await expect(apiOf(http).ask(reading)).rejects.toMatchObject({ lines: ["HTTP status: 302 (Found)"] });
    expect(seen).toHaveLength(6);
  });
});

describe("a registry on loopback", () => {
  it("is asked by plain HTTP, and by TLS where it says so", async () => {
    const { http, seen } = network((line) =>
      line.includes("http:") ? [400, {}, "Client sent an HTTP request to an HTTPS server.\n"] : [200],
    );
    const api = apiOf(http);
    const asked = { ...reading, repository: "127.0.0.1:5000/team/api" };
    await api.ask(asked);
    await api.ask(asked);
    expect(seen.map((line) => line.slice(0, 26))).toEqual([
      "GET http://127.0.0.1:5000/",
      "GET https://127.0.0.1:5000",
      "GET https://127.0.0.1:5000",
    ]);
  });
});

describe("an answer", () => {
  it("without end is given up", async () => {
    async function* endless() {
      for (;;) yield Buffer.alloc(2 ** 20);
    }
    const { http } = network(() => [200, {}, endless()]);
    const failure = { fault: "broken", lines: ["more than 16 MiB came back"] };
    await expect(apiOf(http).ask(reading)).rejects.toMatchObject(failure);
  });

  it("that doesn't come is waited for as long as one request may take", async () => {
    const { http } = network(
      (_, { signal }) =>
        new Promise((_done, fail) => signal.addEventListener("abort", () => fail(signal.reason))),
    );
    const failure = { fault: "passing", lines: ["timeout: no answer within 0.05 s"] };
    await expect(apiOf(http, { timeout: 50 }).ask(reading)).rejects.toMatchObject(failure);
    const interrupted = AbortSignal.abort();
    const broken = { fault: "broken", message: `${REPOSITORY}: it was interrupted` };
    await expect(apiOf(http, { signal: interrupted }).ask(reading)).rejects.toMatchObject(broken);
  });

  it("429 is asked again when the registry says, if that is in time", async () => {
    const answers: Told[] = [[429, { "retry-after": "0.01" }], [200]];
    const { http, seen } = network(() => answers.shift() ?? [200]);
    await apiOf(http).ask(reading);
    expect(seen).toHaveLength(2);
    const late = network(() => [429, { "retry-after": "60" }]);
    const failure = { fault: "passing", lines: ["HTTP status: 429 (Too Many Requests)"] };
    await expect(apiOf(late.http, { timeout: 1000 }).ask(reading)).rejects.toMatchObject(failure);
    expect(late.seen).toHaveLength(1);
    const hasty = network(() => [429, { "retry-after": "-5" }]);
    await expect(apiOf(hasty.http, { timeout: 1000 }).ask(reading)).rejects.toMatchObject(failure);
    expect(hasty.seen).toHaveLength(1);
  });

  it.each([
    ["SSH-2.0-server\r\n", "passing"],
    ["HTTP/1.1 999 \0\r\nno header\r\n\r\n", "passing"],
    ["HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n", "passing"],
    [`HTTP/1.1 200 OK\r\nx: ${"a".repeat(100_000)}\r\n\r\n`, "broken"],
    ["HTTP/1.1 307 Away\r\nlocation: file:///etc/passwd\r\ncontent-length: 0\r\n\r\n", "broken"],
  ])("what isn't HTTP, or not as it should be, is its failure: %j", async (text, fault) => {
    const server = createServer((socket) => socket.on("error", () => {}).end(text)).listen(0, "127.0.0.1");
    await once(server, "listening");
    const repository = `127.0.0.1:${(server.address() as AddressInfo).port}/team/api`;
    await expect(apiOf(http).ask({ ...reading, repository })).rejects.toMatchObject({
      message: `${repository}: reading failed`,
      fault,
    });
    server.close();
  });

  const errors = (code: string, message: string) => JSON.stringify({ errors: [{ code, message }] });
  it.each([
    [404, errors("MANIFEST_UNKNOWN", "manifest unknown"), "absent", "HTTP status: 404 (manifest unknown)"],
    [
      404,
      errors("NAME_UNKNOWN", "no such repository"),
      "absent",
      "HTTP status: 404 (name unknown: no such repository)",
    ],
    [404, errors("BLOB_UPLOAD_UNKNOWN", "gone"), "passing", "HTTP status: 404 (blob upload unknown: gone)"],
    [
      400,
      errors("TAG_INVALID", "the repository is immutable"),
      "taken",
      expect.stringContaining("immutable"),
    ],
    [403, errors("DENIED", "not yours"), "refused", "HTTP status: 403 (denied: not yours)"],
    [405, errors("UNSUPPORTED", "The operation is unsupported."), "broken", expect.stringContaining("405")],
    [413, "<html>too\n  large</html>", "broken", "HTTP status: 413 (<html>too large</html>)"],
    [503, "", "passing", "HTTP status: 503 (Service Unavailable)"],
  ])("%i %s is %s", async (status, text, fault, line) => {
    const { http } = network(() => [status, {}, text]);
    const asked = { ...reading, repository: "registry.example/denied", reference: "timeout" };
    await expect(apiOf(http).ask(asked)).rejects.toMatchObject({ fault, lines: [line] });
  });
});

describe("a network that fails", () => {
  const failing = (error: Error) => apiOf(() => Promise.reject(error)).ask(reading);

  it.each([
    ["ECONNREFUSED", "passing"],
    ["EAI_AGAIN", "passing"],
    ["UND_ERR_SOCKET", "passing"],
    ["UND_ERR_HEADERS_TIMEOUT", "passing"],
    ["HPE_INVALID_CONSTANT", "passing"],
    ["SELF_SIGNED_CERT_IN_CHAIN", "broken"],
    ["CERT_HAS_EXPIRED", "broken"],
    ["ERR_TLS_CERT_ALTNAME_INVALID", "broken"],
    ["ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR", "passing"],
    ["ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED", "broken"],
    ["ERR_SSL_WRONG_VERSION_NUMBER", "broken", "server gave HTTP response to HTTPS client"],
  ])("%s: %s", async (code, fault, line = "words") => {
    const failure = { fault, lines: [line] };
    await expect(failing(Object.assign(new Error("words"), { code }))).rejects.toMatchObject(failure);
  });

  it.each([
    [407, "refused", "HTTP status: 407 (Proxy Authentication Required)"],
    [502, "passing", "HTTP status: 502 (Bad Gateway)"],
  ])("by a proxy that answers %i: %s", async (status, fault, line) => {
    const message = `Proxy response (${status}) !== 200 when HTTP Tunneling`;
    const error = Object.assign(new Error(message), { name: "AbortError", code: "UND_ERR_ABORTED" });
    await expect(failing(error)).rejects.toMatchObject({ fault, lines: [line] });
  });

  it("is no excuse for a mistake of ours", async () => {
    await expect(failing(new TypeError("x is undefined"))).rejects.toThrow(TypeError);
  });
});
