import { Client, credentials, type ServiceError } from "@grpc/grpc-js";
import type { Expectation } from "../../src/microservice.ts";
import type { Running } from "./running.ts";

/** What `grpc.health.v1.HealthCheckResponse` says, by the number in its one field. */
const HEALTH = ["UNKNOWN", "SERVING", "NOT_SERVING", "SERVICE_UNKNOWN"];

/** Calls a unary method that takes nothing, and says what came instead of what was stated. */
export async function unmetCall(running: Running, { grpc = "", body = "" }: Expectation): Promise<string[]> {
  const client = new Client(`127.0.0.1:${running.port}`, credentials.createInsecure());
  try {
    const answer = await called(client, `/${grpc}`);
    // Field 1, a number: the message's only one.
    const text = grpc.startsWith("grpc.health.") ? (HEALTH[answer[1] ?? 0] ?? "") : answer.toString();
    return text.includes(body) ? [] : [`${grpc}: ${text}, not ${body}`];
  } catch (error) {
    return [`${grpc}: ${(error as ServiceError).message}`];
  } finally {
    client.close();
  }
}

function called(client: Client, path: string): Promise<Buffer> {
  const plain = (message: Buffer) => message;
  return new Promise((resolve, reject) => {
    const deadline = { deadline: Date.now() + 10_000 };
    client.makeUnaryRequest(path, plain, plain, Buffer.alloc(0), deadline, (error, answer) =>
      error || !answer ? reject(error) : resolve(answer),
    );
  });
}
