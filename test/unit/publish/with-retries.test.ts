import { describe, expect, it } from "vitest";
import { type Publisher, RegistryFailure } from "../../../src/publish/publisher.ts";
import { withRetries } from "../../../src/publish/with-retries.ts";

const failing = (fault: RegistryFailure["fault"], lines: string[] = []) =>
  new RegistryFailure("registry.example/team/api: reading a manifest failed", fault, lines);

/** A registry that does to each request what it is told, after a while. */
function registry(takes: number, answer: (asked: number) => string | undefined | RegistryFailure) {
  let asked = 0;
  const ask = async () => {
    await new Promise((done) => setTimeout(done, takes));
    const said = answer(asked++);
    if (said instanceof RegistryFailure) throw said;
    return said;
  };
  const publisher = { digestOf: ask, upload: ask, verify: ask, tag: ask, copy: ask, read: ask };
  return { publisher: publisher as unknown as Publisher, asked: () => asked };
}

const API = "registry.example/team/api";

describe("what is tried again", () => {
  it("is what a retry can mend, with a note before each wait", async () => {
    const { publisher, asked } = registry(0, (at) => (at < 2 ? failing("passing") : "sha256:x"));
    const waits: number[] = [];
    const retried = withRetries(publisher, { wait: 1, onRetry: (_, wait) => waits.push(wait) });
    expect(await retried.digestOf(API, "testing")).toBe("sha256:x");
    expect([asked(), waits.length]).toEqual([3, 2]);
  });

  it("is nothing else", async () => {
    const { publisher, asked } = registry(0, () => failing("refused"));
    await expect(withRetries(publisher).digestOf(API, "x")).rejects.toMatchObject({ fault: "refused" });
    expect(asked()).toBe(1);
  });
});

describe("a registry that stalls", () => {
  it("is waited for as long as it may be, over all requests, and asked no more", async () => {
    const { publisher, asked } = registry(30, () => failing("passing", ["timeout"]));
    const retried = withRetries(publisher, { wait: 10, attempts: 50, most: 150 });
    const began = performance.now();
    const ends = await Promise.allSettled(
      Array.from({ length: 40 }, (_, at) => retried.digestOf(`registry.example/team/${at}`, "testing")),
    );
    expect(performance.now() - began).toBeLessThan(1000);
    const before = asked();
    await expect(retried.read(API, "sha256:x")).rejects.toMatchObject({ fault: "passing" });
    expect(asked()).toBe(before);
    for (const end of ends)
      expect(end).toMatchObject({
        reason: {
          lines: [
            "timeout",
            "registry.example was waited for 0 s, of 0 s at most: --registry-wait SECONDS gives it more",
          ],
        },
      });
  });

  it("leaves the others alone", async () => {
    const { publisher } = registry(5, (at) => (at < 1 ? failing("passing") : "sha256:x"));
    const retried = withRetries(publisher, { wait: 1, most: 1 });
    await expect(retried.digestOf(API, "x")).rejects.toThrow("failed");
    expect(await retried.digestOf("other.example/api", "x")).toBe("sha256:x");
  });

  it("may take long to transfer layers", async () => {
    const { publisher, asked } = registry(60, (at) => (at < 2 ? failing("passing") : "done"));
    await withRetries(publisher, { wait: 1, most: 50 }).upload(API, "sha256:x");
    expect(asked()).toBe(3);
  });

  it("is given as much again only for what it doesn't answer", async () => {
    const { publisher, asked } = registry(20, (at) => (at % 2 ? "sha256:x" : failing("passing")));
    const retried = withRetries(publisher, { wait: 1, most: 100 });
    const ends = [];
    for (let at = 0; at < 12; at += 1)
      ends.push((await Promise.allSettled([retried.digestOf(API, "x")]))[0]?.status);
    expect(ends[0]).toBe("fulfilled");
    expect(ends.at(-1)).toBe("rejected");
    expect(asked()).toBeLessThan(20);
  });
});
