import { describe, expect, it } from "vitest";
import { worthRetrying } from "../../../src/report/worth-retrying.ts";

/** As the tools print it: against a dead host, a refused port, a reset connection, 503 and 429. */
const PASSING = [
  'dial tcp: lookup nosuch.invalid on 10.0.0.1:53: no such host"',
  'go: a.example/b@v1.6.0: Get "http://127.0.0.1:1/b.mod": dial tcp 127.0.0.1:1: connect: connection refused',
  "reading b.mod: read tcp 127.0.0.1:52362->127.0.0.1:8000: read: connection reset by peer",
  "go: a.example/b@v1.6.0: reading http://127.0.0.1:1/b.mod: 503 Service Unavailable",
  "go: a.example/b@v1.6.0: reading http://127.0.0.1:1/b.mod: 429 Too Many Requests",
  "Error: pinging container registry a.example: invalid status code from registry 503 (Service Unavailable)",
  "Error: pinging container registry a.example: invalid status code from registry 429 (Too Many Requests)",
  "Error: toomanyrequests: You have reached your pull rate limit.",
  "npm error network request to http://nosuch.invalid/left-pad failed, reason: getaddrinfo ENOTFOUND nosuch.invalid",
  "npm error errno ECONNREFUSED",
  "npm error network request to http://127.0.0.1:1/left-pad failed, reason: read ECONNRESET",
  "npm error 503 Service Unavailable - GET http://127.0.0.1:1/left-pad",
  "npm error 429 Too Many Requests - GET http://127.0.0.1:1/left-pad",
  "WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError('<HTTPSConnection>: Failed to establish a new connection: [Errno -2] Name or service not known')': /simple/left-pad/",
  "WARNING: Retrying (Retry(total=0)) after connection broken by 'ProtocolError('Connection aborted.', ConnectionResetError(104, 'Connection reset by peer'))': /simple/left-pad/",
  "  [6] Could not resolve hostname (Could not resolve host: nosuch.invalid)",
  "  [7] Could not connect to server (Failed to connect to 127.0.0.1 port 1 after 0 ms: Could not connect to server)",
  "  [7] Couldn't connect to server (Failed to connect to 127.0.0.1 port 1: Connection timed out)",
  "  [56] Failure when receiving data from the peer (Recv failure: Connection reset by peer)",
  "  failed to get successful HTTP response from `http://127.0.0.1:1/config.json` (127.0.0.1), got 503",
  "  failed to get successful HTTP response from `http://127.0.0.1:1/config.json` (127.0.0.1), got 429",
  "transfer failed for http://nosuch.invalid/a.pom: Unknown host nosuch.invalid: Name or service not known",
  "transfer failed for http://nosuch.invalid/a.pom: Unknown host nosuch.invalid",
  "transfer failed for http://127.0.0.1:1/a.pom, status: 503 Service Unavailable -> [Help 1]",
  "from/to m (http://127.0.0.1:1): status code: 503, reason phrase: Service Unavailable (503)",
  "from/to m (http://127.0.0.1:1): status code: 429, reason phrase: Too Many Requests (429)",
  "download error: Caught java.net.UnknownHostException: nosuch.invalid (nosuch.invalid) while downloading a.pom",
  "download error: Caught java.io.IOException (Server returned HTTP response code: 503 for URL: http://127.0.0.1/a.pom)",
  "Could not GET 'http://127.0.0.1/a.pom'. Received status code 503 from server: Service Unavailable",
  "ERR_PNPM_FETCH_503  GET http://127.0.0.1:1/left-pad: Service Unavailable - 503",
  'error Error: http://127.0.0.1:1/left-pad: Request failed "502 Bad Gateway"',
];

/** What programs and their tests print that have nothing to do with a network. */
const STAYING = [
  "got 503 rows",
  "expected 200 got 503",
  "AssertionError: 429 !== 200",
  "main.go:503:2: undefined: Service",
  "api_test.go:429: too few items",
  "Unknown host key type",
  "undefined: undefinedFunction",
  "npm error 404 Not Found - GET http://127.0.0.1:1/left-pad",
  "Error: manifest unknown: manifest unknown",
  "503 tests passed, 2 failed",
  "",
];

describe("a failure that a retry may mend", () => {
  it.each(PASSING)("%s", (line) => expect(worthRetrying(["compiling", line, "exit status 1"])).toBe(true));
});

describe("a failure that stays", () => {
  it.each(STAYING)("%s", (line) => expect(worthRetrying([line])).toBe(false));
});
