import { type Context, Hono } from "hono";
import { avatar } from "./avatar.js";
import { badge, isColor } from "./badge.js";

/** The application, not listening yet. */
export function app(environment = "production") {
  const server = new Hono();
  server.get("/healthz", (context) => context.json({ status: "ok" }));
  server.get("/", (context) => context.json({ service: "assets", environment }));
  server.get("/avatars/:name", (context) => {
    const size = Number(context.req.query("size") ?? 100);
    if (!Number.isInteger(size) || size < 8 || size > 1024) {
      return context.json({ error: "size is a number from 8 to 1024" }, 400);
    }
    return svg(context, avatar(context.req.param("name"), size));
  });
  server.get("/badges/:label/:value", (context) => {
    const { label, value } = context.req.param();
    const color = context.req.query("color") ?? "grey";
    if (!isColor(color)) return context.json({ error: "no such color" }, 400);
    return svg(context, badge(label, value, color));
  });
  server.notFound((context) => context.json({ error: "no such page" }, 404));
  return server;
}

async function svg(context: Context, picture: ReturnType<typeof avatar>) {
  return context.body(String(await picture), 200, {
    "content-type": "image/svg+xml",
    "cache-control": "public, max-age=86400",
  });
}
