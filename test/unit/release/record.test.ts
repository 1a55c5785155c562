import { describe, expect, it } from "vitest";
import { recordRelease } from "../../../src/release/record.ts";
import { restoreRelease } from "../../../src/release/restore.ts";
import { imageOf, memoryRegistry } from "../publish/memory-registry.ts";

const destination = { host: "registry.example", prefix: "registry.example/team" };

/** An environment to which images are published: each text is a state of the service `api`. */
function environment() {
  const registry = memoryRegistry();
  const publish = async (text: string) => {
    const image = imageOf("api", text);
    await registry.publisher.upload(image.repository, image.digest);
    return recordRelease(registry, destination, "testing", [image]);
  };
  const rollback = async () => {
    const { images } = await restoreRelease(registry, { environment: "testing", destination });
    return images[0]?.digest;
  };
  return { ...registry, publish, rollback };
}

describe("a rollback", () => {
  it("goes one release further back each time, also after a publish on top of one", async () => {
    const { publish, rollback } = environment();
    for (const text of ["1", "2", "3"]) await publish(text);
    expect(await rollback()).toBe(imageOf("api", "2").digest);
    await publish("5");
    expect(await rollback()).toBe(imageOf("api", "2").digest);
    expect(await rollback()).toBe(imageOf("api", "1").digest);
    await expect(rollback()).rejects.toMatchObject({ exitCode: 2 });
  });
});

it("a publish that loses a race keeps nothing of what it wrote: the number is the winner's", async () => {
  const { publisher, blobs } = memoryRegistry();
  const [ours, theirs] = [imageOf("api", "ours"), imageOf("web", "theirs")];
  const winner = () => recordRelease({ publisher, blobs }, destination, "testing", [theirs]);
  let first: ReturnType<typeof winner> | undefined;
  const slow = {
    ...publisher,
    async tag(repository: string, digest: string, tag: string) {
      first ??= winner();
      await first;
      await publisher.tag(repository, digest, tag);
    },
  };
  const { release, digest } = await recordRelease({ publisher: slow, blobs }, destination, "testing", [ours]);
  expect(release).toMatchObject({ number: 2, previous: (await first)?.digest });
  expect(release.services.map(({ service }) => service)).toEqual(["api", "web"]);
  const named = (tag: string) => publisher.digestOf("registry.example/team/releases", tag);
  expect(await named("testing.1")).toBe((await first)?.digest);
  expect([await named("testing.2"), await named("testing")]).toEqual([digest, digest]);
});

describe("a publish of all services", () => {
  const from = (service: string, source?: string) => imageOf(service, service, { source });
  const services = async (source: string | undefined, all?: string[]) => {
    const registry = memoryRegistry();
    const there = [from("api", source), from("gone", source), from("other", "https://other.example")];
    await recordRelease(registry, destination, "testing", there);
    const next = [imageOf("api", "next", { source })];
    const { release } = await recordRelease(registry, destination, "testing", next, { all });
    return release.services.map(({ service }) => service);
  };

  it("takes those out that its repository no longer has; other repositories' stay", async () => {
    expect(await services("https://shop.example", ["api"])).toEqual(["api", "other"]);
  });

  it("leaves them where only some are published, or nothing says whose they are", async () => {
    expect(await services("https://shop.example")).toEqual(["api", "gone", "other"]);
    expect(await services("https://shop.example", ["api", "gone"])).toEqual(["api", "gone", "other"]);
    expect(await services(undefined, ["api"])).toEqual(["api", "gone", "other"]);
  });
});
