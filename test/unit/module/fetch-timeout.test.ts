import { expect, it, vi } from "vitest";
import { withoutTimeout } from "../../../src/module/fetch-timeout.ts";

it("asks an engine without a limit of time, and else as the SDK asks", async () => {
  const fetch = vi.fn(async () => new Response("answer"));
  const { signal } = new AbortController();
  const response = await withoutTimeout(fetch)("http://127.0.0.1/query", {
    method: "POST",
    body: "{}",
    signal,
  });
  expect(await response.text()).toBe("answer");
  expect(fetch).toHaveBeenCalledWith("http://127.0.0.1/query", {
    method: "POST",
    body: "{}",
    signal,
    timeout: false,
  });
});
