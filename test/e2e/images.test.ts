import { beforeAll, describe, expect, it } from "vitest";
import { openLocal } from "../../ci/local/engine.ts";
import { plainProgress } from "../../ci/local/output/progress.ts";
import { PROJECT } from "../../ci/local/paths.ts";
import { pickService, readRepository } from "../../src/commands/repository.ts";
import type { Microservice } from "../../src/microservice.ts";
import type { ServiceResult } from "../../src/report/result.ts";
import { callJson, LOCAL, only } from "./command.ts";
import { ALL_BYTES, ALLOWED, EXPECTED, FORBIDDEN, SHARED } from "./expected.ts";
import { unmetCall } from "./grpc.ts";
import { filesOf, filesWith, hostCertificates } from "./image-files.ts";
import { type Running, start, unmet } from "./running.ts";

/** `IMAGES=api,web` checks only these. */
const chosen = process.env.IMAGES?.split(",") ?? Object.keys(EXPECTED);
const results: Record<string, ServiceResult> = {};

const sharing = (word: string) => chosen.filter((name) => EXPECTED[name]?.shares === word);
const shared = Object.entries(SHARED).filter(([word]) => sharing(word).length > 1);

describe.each(chosen)("the image of %s", (name) => {
  let service: Microservice;

  beforeAll(async () => {
    service = pickService(await readRepository(await openLocal({ source: PROJECT }, plainProgress())), name);
    results[name] = only(await callJson(["build", "--service", name, ...LOCAL]));
    expect(results[name]?.error).toBeNull();
  });

  it("keeps to its size", () => {
    expect(results[name]?.sizeBytes).toBeLessThanOrEqual(EXPECTED[name]?.rawBytes ?? 0);
    expect(results[name]?.compressedBytes).toBeLessThanOrEqual(EXPECTED[name]?.compressedBytes ?? 0);
  });

  it("answers as its service says, without any privilege, and stops when asked", async () => {
    const running = await start(results[name]?.reference ?? "");
    const wrong = [];
    for (const each of service.expect)
      wrong.push(...(each.grpc ? await unmetCall(running, each) : await unmet(running, each)));
    const { exitCode, milliseconds } = await (running as Running).stop();
    expect(wrong, running.output()).toEqual([]);
    expect(milliseconds).toBeLessThan(10_000);
    // 143: Java's own way to say that a signal ended it, after its shutdown hooks have run.
    expect([0, 143]).toContain(exitCode);
  });

  it("holds nothing but what runs", async () => {
    const files = await filesOf(results[name]?.reference ?? "");
    const allowed = ALLOWED[service.language] ?? [];
    const wrong = files.filter(
      ({ path }) =>
        FORBIDDEN.some((pattern) => pattern.test(path)) && !allowed.some((pattern) => pattern.test(path)),
    );
    expect(wrong.map(({ path }) => path)).toEqual([]);
    expect(files.filter(({ mode }) => mode & 0o6000).map(({ path }) => path)).toEqual([]);
  });

  it("trusts nobody whom only this machine trusts", async () => {
    expect(await filesWith(results[name]?.reference ?? "", hostCertificates())).toEqual([]);
  });
});

describe("the images together", () => {
  it.each(shared)("share the runtime's layers: %s, of %i bytes", (word, bytes) => {
    const [first = [], ...others] = sharing(word).map((name) => results[name]?.layers ?? []);
    const differ = first.findIndex(({ digest }, at) =>
      others.some((layers) => layers[at]?.digest !== digest),
    );
    const common = first.slice(0, differ < 0 ? undefined : differ);
    expect(common.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)).toBeGreaterThanOrEqual(bytes);
  });

  it("have few bytes that are not shared", () => {
    const layers = Object.values(results).flatMap((result) => result.layers ?? []);
    const unique = new Map(layers.map(({ digest, compressedBytes }) => [digest, compressedBytes]));
    expect([...unique.values()].reduce((sum, bytes) => sum + bytes, 0)).toBeLessThanOrEqual(ALL_BYTES);
  });
});
