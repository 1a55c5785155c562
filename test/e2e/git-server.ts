import { spawn } from "node:child_process";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * Serves the bare repositories below a directory over HTTP to who knows the password, whatever the user's
 * name is; to everybody without one.
 *
 * @param at where it listens; any port of 127.0.0.1 by default.
 */
export async function gitServer(
  root: string,
  password?: string,
  { host = "127.0.0.1", port: wanted = 0 } = {},
): Promise<{ url: string; stop(): void }> {
  const server = createServer((request, response) => {
    const [, user, given] = login(request);
    if (password === undefined || (user && given === password)) backend(root, request, response);
    else response.writeHead(401, { "www-authenticate": 'Basic realm="git"' }).end();
  });
  await new Promise<void>((ready, fail) => server.on("error", fail).listen(wanted, host, ready));
  const { port } = server.address() as AddressInfo;
  return { url: `http://${host}:${port}`, stop: () => void server.close() };
}

/** The whole, user and password of an `Authorization` header. */
export function login({ headers }: IncomingMessage): string[] {
  const basic = headers.authorization?.replace(/^Basic /, "") ?? "";
  return /^([^:]*):(.*)$/.exec(Buffer.from(basic, "base64").toString()) ?? [];
}

/** `git http-backend` is a CGI program: a head of lines, an empty line, the body. */
function backend(root: string, request: IncomingMessage, response: ServerResponse): void {
  const { pathname, search } = new URL(request.url ?? "/", "http://localhost");
  const env = {
    PATH: process.env.PATH,
    GIT_PROJECT_ROOT: root,
    GIT_HTTP_EXPORT_ALL: "1",
    PATH_INFO: pathname,
    QUERY_STRING: search.slice(1),
    REQUEST_METHOD: request.method,
    CONTENT_TYPE: request.headers["content-type"] ?? "",
    HTTP_CONTENT_ENCODING: request.headers["content-encoding"] ?? "",
    GIT_PROTOCOL: String(request.headers["git-protocol"] ?? ""),
  };
  const child = spawn("git", ["http-backend"], { env, stdio: ["pipe", "pipe", "inherit"] });
  request.pipe(child.stdin);
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  child.on("close", () => {
    const answer = Buffer.concat(chunks);
    const end = answer.indexOf("\r\n\r\n");
    const head = answer.subarray(0, end).toString().split("\r\n");
    const fields = head.map((line) => line.split(": ") as [string, string]);
    const status = Number(fields.find(([name]) => name === "Status")?.[1]?.slice(0, 3) ?? 200);
    response.writeHead(status, Object.fromEntries(fields)).end(answer.subarray(end + 4));
  });
}
