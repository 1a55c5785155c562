import { describe, expect, it } from "vitest";
import { faultOf } from "../../../src/publish/faults.ts";

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
    ["manifest blob unknown: blob unknown to registry", "broken"],
    ["manifest invalid: manifest invalid", "broken"],
    ["StatusCode: 413, Request Entity Too Large", "broken"],
    ["", "broken"],
  ])("%s: %s", (text, fault) => {
    expect(faultOf(text)).toBe(fault);
  });
});
