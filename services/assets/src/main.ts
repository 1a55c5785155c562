import { serve } from "@hono/node-server";
import { app } from "./app.js";

const environment = process.env["APP_ENV"] ?? "production";
const port = Number(process.env["PORT"] ?? 3001);
const server = serve({ fetch: app(environment).fetch, port }, () => {
  console.log(`assets (${environment}) listens on :${port}`);
});

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, () => {
    server.close();
    if ("closeIdleConnections" in server) server.closeIdleConnections();
  });
}
