import { connect, constants } from "node:http2";
import type { Expectation } from "../../../src/microservice.ts";
import { type Answer, askedFor } from "../../../src/policies/expectations.ts";
import { LONGEST, untrustedBytes } from "../../../src/untrusted-json.ts";

/** Longest that one answer may take, milliseconds. */
const PATIENCE = 10_000;

/** Asks what listens on a port of this machine. @throws an `Error` that says why there is no answer. */
export async function ask(port: number, expectation: Expectation): Promise<Answer> {
  const { grpc, path = "/" } = expectation;
  try {
    return await (grpc ? called(port, grpc) : fetched(`http://127.0.0.1:${port}${path}`));
  } catch (error) {
    const { message, cause } = error as Error;
    throw new Error(
      `${askedFor(expectation)}: no answer: ${(cause as Error | undefined)?.message ?? message}`,
    );
  }
}

async function fetched(address: string): Promise<Answer> {
  const answer = await fetch(address, { redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
  const { bytes } = await untrustedBytes(answer.body ?? []);
  return {
    status: answer.status,
    body: new TextDecoder().decode(bytes),
    headers: Object.fromEntries(answer.headers),
  };
}

/** What `grpc.health.v1.HealthCheckResponse` says, by the number in its one field. */
const HEALTH = ["UNKNOWN", "SERVING", "NOT_SERVING", "SERVICE_UNKNOWN"];

/** A message's length stands before it, after a byte that says whether it is compressed. */
const PREFIX = 5;

/** Calls a unary method with an empty message: HTTP/2, and gRPC's own status behind the body. */
function called(port: number, method: string): Promise<Answer> {
  const session = connect(`http://127.0.0.1:${port}`);
  let late: NodeJS.Timeout | undefined;
  const answer = new Promise<Answer>((resolve, reject) => {
    session.on("error", reject);
    const stream = session.request({
      [constants.HTTP2_HEADER_METHOD]: "POST",
      [constants.HTTP2_HEADER_PATH]: `/${method}`,
      [constants.HTTP2_HEADER_CONTENT_TYPE]: "application/grpc",
      [constants.HTTP2_HEADER_TE]: "trailers",
    });
    const parts: Buffer[] = [];
    let said: Record<string, unknown> = {};
    late = setTimeout(() => reject(new Error(`none in ${PATIENCE / 1000} s`)), PATIENCE);
    stream.on("response", (headers) => (said = { ...said, ...headers }));
    stream.on("trailers", (headers) => (said = { ...said, ...headers }));
    let room = LONGEST;
    stream.on("data", (part) => {
      room -= part.length;
      if (room < 0) reject(new Error("it is too long"));
      else parts.push(part);
    });
    stream.on("error", reject);
    stream.on("end", () => {
      const headers = Object.fromEntries(Object.entries(said).map(([name, value]) => [name, String(value)]));
      const code = headers["grpc-status"];
      if (code !== "0") return reject(new Error(`gRPC status ${code}: ${headers["grpc-message"] ?? ""}`));
      const message = Buffer.concat(parts).subarray(PREFIX);
      // Field 1, a number: the message's only one.
      const health = HEALTH[message[1] ?? 0] ?? "";
      const body = method.startsWith("grpc.health.") ? health : message.toString();
      resolve({ status: 200, body, headers });
    });
    stream.end(Buffer.alloc(PREFIX));
  });
  return answer.finally(() => {
    clearTimeout(late);
    session.destroy();
  });
}
