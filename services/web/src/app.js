import express from "express";
import { Menu } from "./menu.js";
import { page } from "./page.js";

/** The application, not listening yet. */
export function app({ menu = new Menu(), environment = "production" } = {}) {
  const server = express();
  server.disable("x-powered-by");
  server.use(express.json());
  server.get("/healthz", (_, response) => response.json({ status: "ok" }));
  server.get("/", (_, response) => response.type("html").send(page(menu, environment)));
  server.get("/menu", (_, response) => response.json({ days: menu.days() }));
  server.get("/menu/:day", (request, response) => {
    const dishes = menu.of(request.params.day);
    if (!dishes) return response.status(404).json({ error: "nothing is cooked on that day" });
    response.json(dishes);
  });
  server.post("/menu/:day/votes", (request, response) => {
    const { day } = request.params;
    if (!menu.vote(day, request.body?.dish)) return response.status(404).json({ error: "no such dish" });
    response.status(201).json(menu.of(day));
  });
  server.use((_, response) => response.status(404).json({ error: "no such page" }));
  server.use((error, _request, response, _next) => {
    const status = error.status ?? 500;
    if (status >= 500) console.error(error);
    response.status(status).json({ error: status >= 500 ? "something broke" : error.message });
  });
  return server;
}
