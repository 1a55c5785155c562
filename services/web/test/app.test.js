import assert from "node:assert/strict";
import { once } from "node:events";
import { after, before, test } from "node:test";
import { app } from "../src/app.js";

let server;
let origin;
before(async () => {
  server = app({ environment: "testing" }).listen(0);
  await once(server, "listening");
  origin = `http://localhost:${server.address().port}`;
});
after(() => server.close());

const post = (path, body) =>
  fetch(origin + path, { method: "POST", headers: { "content-type": "application/json" }, body });

test("is healthy", async () => {
  const response = await fetch(`${origin}/healthz`);
  assert.equal(response.status, 200);
  assert.deepEqual(await response.json(), { status: "ok" });
});

test("shows the menu and its environment as HTML", async () => {
  const response = await fetch(origin);
  assert.match(response.headers.get("content-type"), /text\/html/);
  assert.match(await response.text(), /<li>Ramen [\s\S]*testing/);
});

test("puts the dish with most votes first", async () => {
  const response = await post("/menu/friday/votes", '{"dish":"Falafel"}');
  assert.equal(response.status, 201);
  assert.deepEqual((await response.json())[0], { dish: "Falafel", votes: 1 });
});

test("refuses a dish of another day", async () => {
  assert.equal((await post("/menu/monday/votes", '{"dish":"Pizza"}')).status, 404);
});

test("refuses what is not JSON", async () => {
  assert.equal((await post("/menu/monday/votes", "Pizza")).status, 400);
});

test("knows its days", async () => {
  for (const day of ["sunday", "constructor"]) assert.equal((await fetch(`${origin}/menu/${day}`)).status, 404);
});
