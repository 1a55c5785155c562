import { describe, expect, it } from "vitest";
import { sha256 } from "../../../src/publish/digest.ts";
import { type SkopeoCall, type SkopeoEnd, skopeoPublisher } from "../../../src/publish/skopeo.ts";

const blobs = {
  getJson: async <T>() => ({ layers: [{ size: 5_000_000 }] }) as T,
  putJson: () => Promise.reject(new Error("nothing is put")),
};

/** A publisher whose skopeo answers as told; `calls` has the words of each run. */
function publisher(answer: (words: string[]) => Partial<SkopeoEnd>, plainHttp = false) {
  const calls: (Omit<SkopeoCall, "words"> & { words: string })[] = [];
  const run = async (call: SkopeoCall): Promise<SkopeoEnd> => {
    const words = call.words("/lent");
    calls.push({ ...call, words: words.join(" ") });
    return { exitCode: 0, result: "", stderr: "", ...answer(words) };
  };
  return { calls, client: skopeoPublisher({ run, blobs, plainHttp }) };
}

const MANIFEST = JSON.stringify({ schemaVersion: 2, layers: [] });

/** What is kept under a layer as a registry has it: its manifest, and the digest of that. */
function artifact(layer: object, config: object = { mediaType: "empty", digest: sha256("{}"), size: 2 }) {
  const text = JSON.stringify({ schemaVersion: 2, config, layers: [layer] });
  return { text, digest: sha256(text) };
}

const failed = (stderr: string) => () => ({ exitCode: 1, stderr });
const DIGEST = `sha256:${"0".repeat(64)}`;

describe("a publisher over skopeo", () => {
  it("asks for a tag's digest, and takes an unknown one for none", async () => {
    const { client, calls } = publisher(() => ({ result: MANIFEST }));
    expect(await client.digestOf("registry.example/api", "testing")).toBe(sha256(MANIFEST));
    expect(calls[0]?.words).toBe("inspect --raw docker://registry.example/api:testing");
    const none = publisher(failed("reading manifest: manifest unknown"));
    expect(await none.client.digestOf("registry.example/api", "testing")).toBeUndefined();
  });

  it("gives large layers more time", async () => {
    const { client, calls } = publisher(() => ({}));
    await client.upload("registry.example/api", DIGEST);
    expect(calls[0]).toMatchObject({ layout: DIGEST, wait: 160_000 });
    expect(calls[0]?.words).toBe(
      `copy --quiet --preserve-digests oci:/lent:image docker://registry.example/api@${DIGEST}`,
    );
  });

  it.each([
    ["127.0.0.1:5000/api", false, true],
    ["registry.example/api", false, false],
    ["registry.example/api", true, true],
  ])("speaks plain HTTP to %s where asked (%s): %s", async (repository, plainHttp, plain) => {
    const { client, calls } = publisher(() => ({}), plainHttp);
    await client.tag(repository, DIGEST, "testing");
    expect(calls[0]?.words.includes("--src-tls-verify=false --dest-tls-verify=false")).toBe(plain);
  });

  it("reads back manifest and configuration by their digests", async () => {
    const config = "the configuration";
    const descriptor = { mediaType: "x.image.config", digest: sha256(config), size: config.length };
    const manifest = JSON.stringify({ schemaVersion: 2, config: descriptor, layers: [] });
    const answer = (read: string) => (words: string[]) => ({
      result: words.includes("--config") ? read : manifest,
    });
    await publisher(answer(config)).client.verify("registry.example/api", sha256(manifest));
    const other = publisher(answer("another")).client.verify("registry.example/api", sha256(manifest));
    await expect(other).rejects.toMatchObject({ fault: "passing" });
  });

  it("says what failed, by skopeo's own last words", async () => {
    const line = 'time="now" level=fatal msg="writing blob: received unexpected HTTP status: 500 Error"';
    const { client } = publisher(failed(line));
    await expect(client.upload("registry.example/api", DIGEST)).rejects.toMatchObject({
      message: "registry.example/api: the upload failed",
      fault: "passing",
      lines: ["writing blob: received unexpected HTTP status: 500 Error"],
    });
  });
});

describe("what a registry answers", () => {
  const layer = { mediaType: "x", digest: sha256("the release"), size: 11 };

  it.each([
    "<html>captive portal</html>",
    "",
    "null",
    "[]",
    '"text"',
    "{",
    "{}",
    "[".repeat(200_000),
  ])("is its own failure where it is no manifest: %.20s", async (result) => {
    const { client } = publisher(() => ({ result }));
    const failure = {
      fault: "passing",
      message: expect.stringContaining("registry.example/api: the registry"),
    };
    await expect(client.digestOf("registry.example/api", "testing")).rejects.toMatchObject(failure);
    const asked = sha256(result);
    await expect(client.verify("registry.example/api", asked)).rejects.toMatchObject(failure);
    await expect(client.read("registry.example/api", asked)).rejects.toMatchObject(failure);
  });

  it("is compared with the digest that was asked for", async () => {
    const { client, calls } = publisher(() => ({ result: artifact(layer).text }));
    const failure = { fault: "passing", message: `registry.example/api: what came back is not ${DIGEST}` };
    for (const ask of [client.digestOf, client.read, client.verify])
      await expect(ask("registry.example/api", DIGEST)).rejects.toMatchObject(failure);
    expect(calls.every(({ words }) => words.startsWith("inspect"))).toBe(true);
  });

  it.each([
    "sha256:../../../../../tmp/outside",
    "sha256:",
    `sha256:${"0".repeat(63)}`,
    `sha256:${"0".repeat(64)}\n`,
    `sha512:${"0".repeat(64)}`,
    "--all",
    7,
  ])("names no file by the digest %j", async (digest) => {
    const evil = artifact({ ...layer, digest });
    const { client, calls } = publisher(() => ({ result: evil.text }));
    await expect(client.read("registry.example/api", evil.digest)).rejects.toMatchObject({
      fault: "passing",
    });
    expect(calls.every(({ file }) => file === undefined)).toBe(true);
  });

  it("is a release only by its layer's digest, and bounded", async () => {
    const { text, digest } = artifact(layer);
    const answer = (content: string) =>
      publisher((words) => ({ result: words.includes("inspect") ? text : content })).client;
    expect(await answer("the release").read("registry.example/api", digest)).toBe("the release");
    const other = answer("another").read("registry.example/api", digest);
    await expect(other).rejects.toMatchObject({ fault: "passing" });
    const huge = artifact({ ...layer, size: 2 ** 40 });
    const { client } = publisher(() => ({ result: huge.text }));
    await expect(client.read("registry.example/api", huge.digest)).rejects.toMatchObject({ fault: "broken" });
  });
});
