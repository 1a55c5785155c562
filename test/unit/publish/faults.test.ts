import { describe, expect, it } from "vitest";
import { registryFault } from "../../../src/publish/faults.ts";

describe("what a registry client says", () => {
  it.each([
    ["reading manifest 1.0 in a.example/api: manifest unknown: manifest unknown", "absent"],
    ["reading manifest x in a.example/none: name unknown: repository name not known to registry", "absent"],
    ["pinging container registry a.example: invalid status code from registry 401 (Unauthorized)", "refused"],
    ["unauthorized: authentication required", "refused"],
    ["denied: requested access to the resource is denied", "refused"],
    ["unable to retrieve auth token: invalid username/password: unauthorized", "refused"],
    ['Get "https://a.example/v2/": http: server gave HTTP response to HTTPS client', "broken"],
    ["x509: certificate signed by unknown authority", "broken"],
    ["dial tcp 127.0.0.1:1: connect: connection refused", "passing"],
    ["read: connection reset by peer", "passing"],
    ["received unexpected HTTP status: 500 Internal Server Error", "passing"],
    ["uploading layer chunked: StatusCode: 503, <html>", "passing"],
    ["fetching tags list: invalid status code from registry 502 (Bad Gateway)", "passing"],
    ["failed to read from destination repository a/api: 500 (Internal Server Error)", "passing"],
    ["not authorized to read from destination repository a/api", "refused"],
    ["toomanyrequests: too many requests to registry", "passing"],
    ["blob upload unknown to registry", "passing"],
    ["unexpected EOF", "passing"],
    ["timeout: no answer within 60 s", "passing"],
    ["manifest blob unknown: blob unknown to registry", "passing"],
    ["manifest invalid: manifest invalid", "broken"],
    ["StatusCode: 413, Request Entity Too Large", "broken"],
    [
      'pinging container registry a.example: Get "https://a.example/v2/": dial tcp: lookup a.example: no such host',
      "passing",
    ],
    ["dial tcp 255.255.255.255:443: connect: network is unreachable", "passing"],
    ["dial tcp 10.0.0.1:443: connect: no route to host", "passing"],
    ["uploading layer chunked: StatusCode: 408, ", "passing"],
    ["context deadline exceeded", "passing"],
    ["stream error: stream ID 5; INTERNAL_ERROR; received from peer", "passing"],
    ["http2: client connection lost", "passing"],
    [
      "tag invalid: The image tag '1.0' already exists in the 'api' repository and cannot be overwritten because the repository is immutable.",
      "taken",
    ],
    ["unknown: Failed to process request due to 'api:1.0' configured as immutable.", "taken"],
    ["denied: The repository has enabled tag immutability", "taken"],
    [
      "denied: adding 1.0 MiB of storage resource, which when updated to current usage will exceed the configured upper limit: quota",
      "broken",
    ],
    [
      'error getting credentials - err: exec: "docker-credential-x": executable file not found in $PATH',
      "broken",
    ],
    ["", "broken"],
  ])("%s: %s", (text, fault) => {
    expect(registryFault(text)).toBe(fault);
  });
});

describe("a number in a tag or name is no status", () => {
  const unknown = "manifest unknown: manifest unknown";
  it.each([
    [`reading manifest testing.429 in a.example/releases: ${unknown}`, "absent"],
    [`reading manifest 1.0.512 in a.example/status-503: ${unknown}`, "absent"],
    [`reading manifest order-status:500 in a.example/x: ${unknown}`, "absent"],
    [
      "reading manifest 1.0.404 in a.example/api: dial tcp 10.0.0.1:443: connect: connection refused",
      "passing",
    ],
    ["reading manifest 1.0.404 in a.example/api: unauthorized: authentication required", "refused"],
    ["reading manifest 1.0.403 in a.example/api: unexpected EOF", "passing"],
    ["reading manifest 1.0.401 in a.example/api: manifest invalid", "broken"],
  ])("%s: %s", (text, fault) => {
    expect(registryFault(text)).toBe(fault);
  });
});

it("nor are a service's name and its tag what the registry says", () => {
  const text = (name: string, tag: string) =>
    `reading manifest ${tag} in a.example/t/${name}: manifest unknown: t/${name}.`;
  for (const name of ["immutable", "quota", "too-many-requests", "toomanyrequests"])
    expect(registryFault(text(name, "denied"), [`a.example/t/${name}`, "denied"])).toBe("absent");
  expect(registryFault("denied: t/api may not be read", ["a.example/t/api", "a"])).toBe("refused");
});
