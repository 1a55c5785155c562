import { describe, expect, it } from "vitest";
import { placeOfBase } from "../../../src/bases/files.ts";
import { isUnreachable } from "../../../src/commands/bases.ts";
import { registryFault } from "../../../src/publish/faults.ts";
import { RegistryFailure } from "../../../src/publish/publisher.ts";

const GET = 'pinging container registry r.example: Get "https://r.example/v2/": ';
const READING = "reading manifest 1 in r.example/x: ";

/** What skopeo 1.9 says after `Error parsing image name "docker://r.example/x:1": `. */
const SAID: [string, boolean][] = [
  [`${GET}dial tcp: lookup r.example on 192.0.2.53:53: no such host`, true],
  [`${GET}dial tcp 192.0.2.1:443: connect: connection refused`, true],
  [`${GET}dial tcp 192.0.2.1:443: connect: network is unreachable`, true],
  [`${GET}dial tcp 192.0.2.1:443: i/o timeout`, true],
  [`${GET}proxyconnect tcp: dial tcp 192.0.2.1:3128: connect: connection refused`, true],
  [`${GET}read tcp 192.0.2.9:1->192.0.2.1:443: read: connection reset by peer`, true],
  [`${GET}remote error: tls: handshake failure`, true],
  [`${GET}net/http: TLS handshake timeout`, true],
  [`${GET}EOF`, true],
  [`${GET}Forbidden`, true], // A proxy that lets nobody through to there.
  [`${GET}Bad Gateway`, true],
  ["pinging container registry r.example: invalid status code from registry 503 (Service Unavailable)", true],
  ["Requesting bearer token: invalid status code from registry 503 (Service Unavailable)", true],
  [`${READING}received unexpected HTTP status: 500 Internal Server Error`, true],
  [`${READING}toomanyrequests: You have reached your pull rate limit`, true],
  [`${READING}StatusCode: 429, `, true],
  ["timeout: no answer within 15 s", true],

  [`${GET}Proxy Authentication Required`, false],
  [`${GET}x509: certificate signed by unknown authority`, false],
  [`${GET}tls: failed to verify certificate: x509: certificate has expired`, false],
  [`${GET}remote error: tls: bad certificate`, false],
  [`${GET}http: server gave HTTP response to HTTPS client`, false],
  ["pinging container registry r.example: invalid status code from registry 403 (Forbidden)", false],
  ["Requesting bearer token: invalid status code from registry 403 (Forbidden)", false],
  ["unable to retrieve auth token: invalid username/password: unauthorized", false],
  [`${READING}manifest unknown`, false],
  [`${READING}denied`, false],
  [`${READING}unauthorized: authentication required`, false],
  [`${READING}name invalid: invalid name`, false],
  ["invalid reference format: repository name must be lowercase", false],
];

describe("whether a registry can't be reached", () => {
  it.each(SAID)("%s: %s", (words, expected) =>
    expect(isUnreachable(new RegistryFailure("r.example/x", registryFault(words), [words]))).toBe(expected));
});

it("a base has its place in bases.yaml", () => {
  const text = "# Ours.\nnode: { image: a }\ngolang:\n  version: '1'\n  image: b\n";
  expect(placeOfBase("bases.yaml", text, "golang")).toBe("bases.yaml:5:10");
  expect(placeOfBase("bases.yaml", text, "node")).toBe("bases.yaml:2:16");
});
