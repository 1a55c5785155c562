import type { Expectation } from "../microservice.ts";

/** What a started image answered to a request. */
export interface Answer {
  /** HTTP's, or 200 of a gRPC call that went well. */
  status: number;
  body: string;
  /** Names in lower case. */
  headers: Record<string, string>;
}

/** What an answer lacks of what is expected, a line each; nothing where all of it is there. */
export function unmet(expectation: Expectation, answer: Answer): string[] {
  const { status, body = "", headers } = expectation;
  const asked = askedFor(expectation);
  const wrong: string[] = [];
  if (answer.status !== status) wrong.push(`${asked}: ${answer.status} instead of ${status}`);
  if (!answer.body.includes(body)) wrong.push(`${asked}: no "${body}" in ${shown(answer.body)}`);
  for (const [name, value] of Object.entries(headers)) {
    const there = answer.headers[name.toLowerCase()];
    if (!there?.includes(value)) wrong.push(`${asked}: ${name} is ${there ?? "not there"}, not ${value}`);
  }
  return wrong;
}

/** A request as people write it: `GET /healthz`, `grpc.health.v1.Health/Check`. */
export function askedFor({ path = "/", grpc }: Expectation): string {
  return grpc ?? `GET ${path}`;
}

const SHOWN = 200;

function shown(body: string): string {
  const text = body.replace(/\s+/g, " ").trim();
  if (!text) return "an empty body";
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}
