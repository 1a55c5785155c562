import { expect, it } from "vitest";
import { askedFor, unmet } from "../../../src/policies/expectations.ts";

const ANSWER = { status: 200, body: '{"ok": true}\n', headers: { "content-type": "application/json" } };

it("an answer that has all of it lacks nothing", () => {
  const headers = { "Content-Type": "json" };
  expect(unmet({ path: "/", status: 200, body: '"ok": true', headers }, ANSWER)).toEqual([]);
});

it("what is missing is told, each by itself", () => {
  expect(
    unmet({ path: "/a", status: 204, body: "no", headers: { ETag: "x", "content-type": "html" } }, ANSWER),
  ).toEqual([
    "GET /a: 200 instead of 204",
    'GET /a: no "no" in {"ok": true}',
    "GET /a: ETag is not there, not x",
    "GET /a: content-type is application/json, not html",
  ]);
});

it("a request has a name, and long bodies an end", () => {
  expect(askedFor({ grpc: "a.B/C", status: 200, headers: {} })).toBe("a.B/C");
  const [line = ""] = unmet({ status: 200, body: "x", headers: {} }, { ...ANSWER, body: "y".repeat(1000) });
  expect(line.length).toBeLessThan(250);
  expect(unmet({ status: 200, body: "x", headers: {} }, { ...ANSWER, body: "" })[0]).toContain(
    "an empty body",
  );
});
