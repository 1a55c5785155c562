import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { connection } from "@dagger.io/dagger";

/**
 * What the real SDK asks while `work` is done: each different query once, in order, numbered as later ones
 * refer to its result. A server of ours stands where an engine's session would and answers with such numbers.
 *
 * @param said another answer to a query, where it isn't undefined.
 */
export async function recordedQueries(
  work: () => Promise<unknown>,
  said: (query: string) => unknown = () => undefined,
): Promise<string[]> {
  const queries: string[] = [];
  const server = createServer(async (request, answer) => {
    let body = "";
    for await (const part of request) body += part;
    const { query } = JSON.parse(body) as { query: string };
    const path = fields(query);
    const known = queries.indexOf(query);
    const at = known < 0 ? queries.push(query) - 1 : known;
    answer.setHeader("content-type", "application/json");
    const value = said(query);
    answer.end(JSON.stringify({ data: nested(path, value === undefined ? `#${at + 1}` : value) }));
  }).listen(0, "127.0.0.1");
  await new Promise((listening) => server.once("listening", listening));
  process.env.DAGGER_SESSION_PORT = String((server.address() as AddressInfo).port);
  process.env.DAGGER_SESSION_TOKEN = "none";
  try {
    await connection(async () => void (await work()));
  } finally {
    server.close();
  }
  return queries.map(readable);
}

/** One verb a line: `withExec args: ["go","build"]`. */
function readable(query: string, at: number): string {
  const lines = query
    .replace(/("(?:[^"\\]|\\.)*")|[{}]/g, (_, text) => text ?? "\n")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  return [`#${at + 1}`, ...lines.map((line) => `  ${line.replace(/ \((.*)\)$/s, " $1")}`)].join("\n");
}

/** The names of a query's fields, outermost first: the SDK asks for one value at a time. */
function fields(query: string): string[] {
  const bare = query.replace(/"(?:[^"\\]|\\.)*"/g, '""').replace(/\([^()]*\)/g, "");
  return bare.match(/[a-zA-Z]\w*/g)?.filter((word) => word !== "query") ?? [];
}

function nested(path: string[], value: unknown): unknown {
  return path.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value);
}
