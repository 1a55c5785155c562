import assert from "node:assert/strict";
import { test } from "node:test";
import { app } from "./app.js";

const ask = async (path: string) => {
  const response = await app("testing").request(path);
  return { status: response.status, type: response.headers.get("content-type"), text: await response.text() };
};

test("is healthy", async () => {
  assert.deepEqual(await ask("/healthz"), { status: 200, type: "application/json", text: '{"status":"ok"}' });
});

test("names its environment", async () => {
  assert.match((await ask("/")).text, /testing/);
});

test("draws the same avatar for the same name", async () => {
  const [ada, again, grace] = await Promise.all(["ada", "%20ADA%20", "grace"].map((name) => ask(`/avatars/${name}`)));
  const path = (answer?: { text: string }) => /<path.*/.exec(answer?.text ?? "")?.[0];
  assert.equal(ada?.type, "image/svg+xml");
  assert.ok(path(ada));
  assert.equal(path(ada), path(again));
  assert.notEqual(path(ada), path(grace));
});

test("escapes what it is given", async () => {
  assert.match((await ask("/badges/%3Cscript%3E/1")).text, /&lt;script&gt;: 1/);
});

test("refuses sizes and colors that it can't draw", async () => {
  for (const path of ["/avatars/ada?size=4", "/avatars/ada?size=big", "/badges/build/ok?color=toString"]) {
    assert.equal((await ask(path)).status, 400, path);
  }
});

test("knows its pages", async () => {
  assert.equal((await ask("/nothing")).status, 404);
});
