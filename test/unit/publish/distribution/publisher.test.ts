import { describe, expect, it } from "vitest";
import { sha256 } from "../../../../src/publish/digest.ts";
import { distributionPublisher } from "../../../../src/publish/distribution/publisher.ts";
import { type BlobDescriptor, MEDIA } from "../../../../src/publish/oci.ts";
import { memoryRegistry } from "../memory-registry.ts";
import { apiOf, network, type Told } from "./fake-registry.ts";

const API = "registry.example/team/api";
const CACHE = "registry.example/team/cache";
const LAYER: BlobDescriptor = { mediaType: MEDIA.layer, digest: sha256("layer"), size: 5 };

/** A publisher with one kept image; what it hands on to whoever moves layers is in `moved`. */
async function publisher(answer: (line: string) => Told, layer = LAYER) {
  const { blobs } = memoryRegistry();
  const moved: string[] = [];
  const wire = network(answer);
  const moving = {
    upload: async (...words: string[]) => void moved.push(["upload", ...words].join(" ")),
    copy: async (...words: string[]) => void moved.push(["copy", ...words].join(" ")),
  };
  const config = await blobs.putJson({ rootfs: {} }, MEDIA.config);
  const value = { schemaVersion: 2, mediaType: MEDIA.manifest, config, layers: [layer] };
  const { digest } = await blobs.putJson(value, MEDIA.manifest);
  const client = distributionPublisher(apiOf(wire.http), blobs, moving);
  const lines = () => wire.seen.map((line) => line.replace("https://registry.example/v2/", ""));
  return { client, moved, lines, digest, config: config.digest, text: JSON.stringify(value), blobs };
}

const UPLOAD: Told = [202, { location: "/v2/team/api/blobs/uploads/1?state=a%2Fb" }];
const takes = (line: string): Told => (line.startsWith("POST") ? UPLOAD : [201]);

describe("an upload", () => {
  it("starts nothing where the registry has the layers: configuration, then manifest", async () => {
    const { client, digest, config, lines, moved } = await publisher((line) =>
      line.startsWith("HEAD") ? [200] : takes(line),
    );
    await client.upload(API, digest);
    expect(moved).toEqual([]);
    expect(lines()).toEqual([
      `HEAD team/api/blobs/${LAYER.digest}`,
      "POST team/api/blobs/uploads/",
      `PUT team/api/blobs/uploads/1?state=a/b&digest=${config}`,
      `PUT team/api/manifests/${digest}`,
    ]);
  });

  it("is left to who moves layers where one is missing", async () => {
    const { client, digest, lines, moved } = await publisher(() => [404]);
    await client.upload(API, digest);
    expect([moved, lines()]).toEqual([[`upload ${API} ${digest}`], [`HEAD team/api/blobs/${LAYER.digest}`]]);
  });

  it("of texts alone moves them itself", async () => {
    const release = {
      mediaType: "application/vnd.multistage.release.v1+json",
      digest: sha256('"release"'),
      size: 9,
    };
    const { client, digest, blobs, lines, moved } = await publisher(takes, release);
    await blobs.putJson("release", release.mediaType);
    await client.upload(API, digest);
    expect(moved).toEqual([]);
    expect(lines().filter((line) => line.startsWith("PUT"))).toHaveLength(3);
  });

  it("is sent on to no place that anybody could listen to", async () => {
    const { client, digest } = await publisher((line) =>
      line.startsWith("POST") ? [202, { location: "http://elsewhere.example/1" }] : [200],
    );
    await expect(client.put(API, digest)).rejects.toMatchObject({ fault: "broken" });
  });
});

describe("lending", () => {
  it("moves nothing within a registry, and is no failure where a registry lends nothing", async () => {
    const { client, lines } = await publisher(() => [201]);
    expect(await client.mount(CACHE, API, LAYER.digest)).toBe(true);
    expect(lines()).toEqual([`POST team/api/blobs/uploads/?mount=${LAYER.digest}&from=team/cache`]);
    for (const answer of [UPLOAD, [401], [404], [500]] as Told[])
      expect(await (await publisher(() => answer)).client.mount(CACHE, API, LAYER.digest)).toBe(false);
    expect(await client.mount("other.example/cache", API, LAYER.digest)).toBe(false);
  });

  it("copies a whole image, else whoever moves layers does", async () => {
    const lends = (status: number) => (line: string) => (line.startsWith("GET") ? answer : [status]) as Told;
    let answer: Told = [404];
    const { client, digest, text, lines, moved } = await publisher(lends(201));
    answer = [200, {}, text];
    await client.copy(CACHE, API, digest);
    expect(moved).toEqual([]);
    expect(lines().at(-1)).toBe(`PUT team/api/manifests/${digest}`);
    const other = await publisher(lends(202));
    await other.client.copy(CACHE, API, digest);
    expect(other.moved).toEqual([`copy ${CACHE} ${API} ${digest}`]);
  });
});

describe("a tag", () => {
  it("is put with the manifest that is kept, else as the registry has it", async () => {
    const { client, digest, lines } = await publisher(() => [201]);
    await client.tag(API, digest, "testing");
    expect(lines()).toEqual(["PUT team/api/manifests/testing"]);
    const text = JSON.stringify({ schemaVersion: 2, layers: [] });
    const other = await publisher(() => [200, { "content-type": "application/x" }, text]);
    await other.client.tag(API, sha256(text), "testing");
    expect(other.lines()).toEqual([
      `GET team/api/manifests/${sha256(text)}`,
      "PUT team/api/manifests/testing",
    ]);
    const flipped = (await publisher(() => [200, {}, `${text} `])).client.tag(API, sha256(text), "testing");
    await expect(flipped).rejects.toMatchObject({ fault: "passing" });
  });
});

describe("what a registry answers", () => {
  it("is compared with the digest that was asked for", async () => {
    const { client, digest, text, config } = await publisher((line) => {
      if (line.includes("/blobs/")) return [200, {}, "another"];
      return [200, {}, line.includes("flipped") ? `${text} ` : text];
    });
    for (const ask of [client.config, client.verify, client.read])
      await expect(ask(API, digest)).rejects.toMatchObject({ fault: "passing" });
    await expect(client.verify(API, config)).rejects.toMatchObject({
      message: `${API}: what came back is not ${config}`,
    });
    await expect(client.verify("registry.example/flipped", digest)).rejects.toMatchObject({
      fault: "passing",
    });
  });

  it("may be nothing, or somebody else's page", async () => {
    const none = await publisher(() => [404]);
    expect([await none.client.digestOf(API, "x"), await none.client.manifest(API, "x")]).toEqual([
      undefined,
      undefined,
    ]);
    expect(await none.client.tags(API)).toEqual([]);
    const portal = await publisher(() => [200, {}, "<html>log in</html>"]);
    await expect(portal.client.digestOf(API, "x")).rejects.toMatchObject({ fault: "passing" });
    await expect(portal.client.tags(API)).rejects.toMatchObject({ fault: "passing" });
  });

  it("gives up a list of tags that has no end", async () => {
    let page = 0;
    const endless = (): Told => [200, { link: `</v2/team/api/tags/list?last=${page++}>; rel="next"` }, "{}"];
    const { client } = await publisher(endless);
    await expect(client.tags(API)).rejects.toMatchObject({ message: `${API}: its list of tags doesn't end` });
    const long = await publisher(() => [200, {}, JSON.stringify({ tags: Array(1_000_000).fill("a") })]);
    expect(await long.client.tags(API)).toHaveLength(1_000_000);
  });

  it("lists tags on several pages, within the registry", async () => {
    const pages = (line: string): Told =>
      line.endsWith("last=b")
        ? [200, {}, '{"tags":["c"]}']
        : [200, { link: '</v2/team/api/tags/list?n=2&last=b>; rel="next"' }, '{"tags":["a","b"]}'];
    expect(await (await publisher(pages)).client.tags(API)).toEqual(["a", "b", "c"]);
    expect(await (await publisher(() => [200, {}, '{"tags":null}'])).client.tags(API)).toEqual([]);
  });

  it("is a release only in one short layer", async () => {
    const { client, digest } = await publisher(() => [200, {}, text], { ...LAYER, size: 2 ** 40 });
    const { text } = await publisher(() => [200], { ...LAYER, size: 2 ** 40 });
    await expect(client.read(API, digest)).rejects.toMatchObject({ fault: "broken" });
  });
});
