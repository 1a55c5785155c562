import { describe, expect, it } from "vitest";
import { type Random, random } from "../../../ci/bench/random.ts";
import type { Publisher } from "../../../src/publish/publisher.ts";
import { standingOf } from "../../../src/release/current-release.ts";
import { promoteRelease } from "../../../src/release/promote.ts";
import { bringUp, putTags } from "../../../src/release/push.ts";
import { recordRelease } from "../../../src/release/record.ts";
import { releaseTag } from "../../../src/release/release.ts";
import { imageOf, memoryRegistry } from "../publish/memory-registry.ts";

const destination = { host: "registry.example", prefix: "registry.example/team" };
const RELEASES = "registry.example/team/releases";

/** A registry whose every answer takes as many turns as chance says, so that requests overtake each other. */
function slow(publisher: Publisher, chance: Random): Publisher {
  const wait = async () => {
    for (let turns = Math.max(0, chance.integer(-8, 12)); turns > 0; turns -= 1)
      await new Promise(setImmediate);
  };
  const late = Object.entries(publisher).map(([name, ask]) => [
    name,
    async (...words: string[]) => {
      await wait();
      const answer = await (ask as (...words: string[]) => Promise<unknown>)(...words);
      await wait();
      return answer;
    },
  ]);
  return Object.fromEntries(late) as Publisher;
}

/** Publishes at once, each of another image. */
async function published(seed: number, services: string[]) {
  const { publisher, blobs } = memoryRegistry();
  const chance = random(`race ${seed}`);
  const tools = { publisher: slow(publisher, chance), blobs };
  const images = services.map((service, at) => imageOf(service, `${seed}-${at}`));
  const ends = await Promise.allSettled(
    images.map(async (image) => {
      await bringUp(tools.publisher, image);
      await putTags(tools.publisher, [image]);
      return { image, ...(await recordRelease(tools, destination, "testing", [image])) };
    }),
  );
  const done = ends.flatMap((end) => (end.status === "fulfilled" ? [end.value] : []));
  const failures = ends.flatMap((end) => (end.status === "rejected" ? [end.reason] : []));
  const { services: has } = await standingOf({ publisher, blobs }, destination, "testing");
  return { publisher, blobs, images, done, failures, has };
}

const SEEDS = Array.from({ length: 6 }, (_, seed) => seed);

describe("twenty publishes at once", () => {
  it("of one service: a number is one release's, losers end with 75, tag and newest release agree", async () => {
    let won = 0;
    for (const seed of SEEDS) {
      const { publisher, blobs, done, failures, has } = await published(seed, Array(20).fill("api"));
      won += done.length;
      for (const failure of failures) {
        expect(failure).toMatchObject({ exitCode: 75 });
        expect(failure.message).toMatch(/^other publishes to testing keep coming in between: /);
      }
      const numbers = done.map(({ release }) => release.number);
      expect(new Set(numbers).size, `seed ${seed}`).toBe(numbers.length);
      for (const { digest, release } of done)
        expect(await publisher.digestOf(RELEASES, releaseTag("testing", release.number))).toBe(digest);
      const promoted = await promoteRelease(
        { publisher, blobs },
        { from: "testing", to: "production", origin: destination, destination },
      ).catch((error) => error);
      const tag = await publisher.digestOf("registry.example/team/api", "testing");
      if (failures.length === 0 || promoted.exitCode === undefined) {
        expect(promoted.images?.[0]?.digest, `seed ${seed}`).toBe(tag);
        expect(has[0]?.digest).toBe(tag);
      } else expect(promoted, `seed ${seed}`).toMatchObject({ exitCode: 75 });
    }
    expect(won).toBeGreaterThan(SEEDS.length);
  });

  it("of twenty services: the environment has the image of everyone who was told a release", async () => {
    for (const seed of SEEDS) {
      const services = Array.from({ length: 20 }, (_, at) => `service-${at}`);
      const { done, has } = await published(seed, services);
      const digests = has.map(({ digest }) => digest);
      for (const { image } of done) expect(digests, `seed ${seed}`).toContain(image.digest);
    }
  });
});
