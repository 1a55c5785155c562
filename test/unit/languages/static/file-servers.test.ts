import { expect, test } from "vitest";
import { servedBy } from "../../../../src/languages/static/file-servers.ts";

test.each([
  ["serve -s build", { folder: "build", isSingle: true }],
  ["serve -l 3000 dist", { folder: "dist", isSingle: false }],
  ["npx serve@latest out", { folder: "out", isSingle: false }],
  ["npx -y http-server ./public -p 8080", { folder: "public", isSingle: false }],
  ["sirv dist --single --port 8080", { folder: "dist", isSingle: true }],
  ["cross-env NODE_ENV=production serve dist", { folder: "dist", isSingle: false }],
  ["serve", { isSingle: false }],
])("%s", (script, served) => {
  expect(servedBy(script)).toEqual(served);
});

test.each([
  "node server.js",
  "http-server dist --proxy http://api",
  "serve dist & node api.js",
  "next start",
  "",
])("%s: more than files, or none", (script) => {
  expect(servedBy(script)).toBeUndefined();
});
