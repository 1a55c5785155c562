import { beforeAll, expect, it } from "vitest";
import { registryClient } from "../../ci/local/publish/client.ts";
import { localBlobs } from "../../ci/local/publish/skopeo.ts";
import { parseDestination } from "../../src/publish/reference.ts";
import { promoteRelease } from "../../src/release/promote.ts";
import { publishImages } from "../../src/release/publish.ts";
import { registryBehindProxy } from "./registry-behind-proxy.ts";
import { tagsIn } from "./registry-state.ts";
import { tinyImage } from "./tiny-image.ts";

const AT_ONCE = 6;
const behind = registryBehindProxy();
let built: string[];

beforeAll(async () => {
  built = await Promise.all(Array.from({ length: AT_ONCE }, (_, at) => tinyImage(`race ${at}`)));
});

it("publishes at once to a real registry: each number is one release's, tag and release agree", {
  timeout: 300_000,
}, async () => {
  const destination = parseDestination(`${behind.registry.host}/race`);
  const tools = { publisher: registryClient([], { credentials: async () => undefined }), blobs: localBlobs };
  const ends = await Promise.allSettled(
    built.map((digest, at) =>
      publishImages([{ service: "api", digest, differences: {} }], {
        ...tools,
        destination,
        tags: {},
        asked: { environment: "testing", revision: String(at).repeat(40), version: `1.0.${at}` },
      }),
    ),
  );
  const done = ends.flatMap((end) => (end.status === "fulfilled" ? [end.value] : []));
  for (const end of ends) if (end.status === "rejected") expect(end.reason).toMatchObject({ exitCode: 75 });
  expect(done.length).toBeGreaterThan(0);

  const releases = await tagsIn(behind.registry.host, "race/releases");
  const told = done.map(({ release }) => `testing.${release?.release.number}`);
  expect(new Set(told).size).toBe(told.length);
  for (const { release } of done)
    expect(releases[`testing.${release?.release.number}`]).toBe(release?.digest);

  const { testing } = await tagsIn(behind.registry.host, "race/api");
  const request = { from: "testing", to: "production", origin: destination, destination };
  const { images } = await promoteRelease(tools, request);
  expect(images.map(({ digest }) => digest)).toEqual([testing]);
});
