import { createServer, request as forward } from "node:http";
import type { AddressInfo } from "node:net";
import { login } from "./git-server.ts";

/** Stands before a registry and lets in who knows the account. */
export async function loginProxy(
  host: string,
  account: { username: string; password: string },
): Promise<{ host: string; stop(): void }> {
  const server = createServer((asked, answer) => {
    const [, username, password] = login(asked);
    if (username !== account.username || password !== account.password) {
      answer.writeHead(401, { "www-authenticate": 'Basic realm="registry"' }).end();
      return;
    }
    const { method, headers, url: path } = asked;
    const [hostname, port] = host.split(":");
    const passed = forward({ hostname, port, path, method, headers }, (got) => {
      answer.writeHead(got.statusCode ?? 500, got.headers);
      got.pipe(answer);
    });
    passed.on("error", () => answer.destroy());
    asked.pipe(passed);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => void server.close(),
  };
}
