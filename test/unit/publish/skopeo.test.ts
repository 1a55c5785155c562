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

const failed = (stderr: string) => () => ({ exitCode: 1, stderr });
const DIGEST = `sha256:${"0".repeat(64)}`;

describe("a publisher over skopeo", () => {
  it("asks for a tag's digest, and takes an unknown one for none", async () => {
    const { client, calls } = publisher(() => ({ result: "{}" }));
    expect(await client.digestOf("registry.example/api", "testing")).toBe(sha256("{}"));
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
    const manifest = JSON.stringify({ config: { mediaType: "x.image.config", digest: sha256(config) } });
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
