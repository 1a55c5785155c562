import { describe, expect, it } from "vitest";
import { sha256 } from "../../../src/publish/digest.ts";
import { configOf, finish } from "../../../src/publish/finish.ts";
import { type Blobs, type ImageConfig, type ImageManifest, MEDIA } from "../../../src/publish/oci.ts";

/** Blobs in memory. */
function memory(): Blobs & { texts: Map<string, string> } {
  const texts = new Map<string, string>();
  return {
    texts,
    getJson: async <T>(digest: string) => {
      const text = texts.get(digest);
      return text === undefined ? undefined : (JSON.parse(text) as T);
    },
    putJson: async (value, mediaType) => {
      const text = JSON.stringify(value);
      texts.set(sha256(text), text);
      return { mediaType, digest: sha256(text), size: text.length };
    },
  };
}

const rootfs = { type: "layers", diff_ids: ["sha256:base", "sha256:own"] };

/** The same image as buildah tells of it, and as an engine of Dagger's does. */
const BUILDAH: ImageConfig = {
  created: "1970-01-01T00:00:00Z",
  architecture: "amd64",
  os: "linux",
  config: { User: "65532:65532", Env: ["CERTS=/c", "PATH=/bin"], Entrypoint: ["/api"], WorkingDir: "" },
  rootfs,
  history: [{ created_by: "ADD" }, { created_by: "COPY" }, { created_by: "USER", empty_layer: true }],
};
const ENGINE: ImageConfig = {
  os: "linux",
  architecture: "amd64",
  config: {
    Env: ["PATH=/bin", "CERTS=/c"],
    Entrypoint: ["/api"],
    WorkingDir: "/",
    Cmd: [],
    User: "65532:65532",
    Labels: { "io.buildah.version": "1.28.2" },
  },
  created: "2026-11-21T14:20:34.613255654Z",
  history: [{ created_by: "import" }, { created_by: "withDirectory", comment: "buildkit" }],
  rootfs,
};

const FACTS = { environment: "testing", revision: "0123456789ab", dirty: false, created: 86_400 };

async function finished(config: ImageConfig) {
  const blobs = memory();
  const layers = rootfs.diff_ids.map((digest) => ({ mediaType: MEDIA.layer, digest, size: 1 }));
  const parts = { config: await blobs.putJson(config, MEDIA.config), layers };
  const built: ImageManifest = { schemaVersion: 2, mediaType: MEDIA.manifest, ...parts };
  const { digest } = await blobs.putJson(built, MEDIA.manifest);
  const done = await finish(blobs, { service: "api", digest, base: "static:12" }, FACTS);
  const manifest = (await blobs.getJson<ImageManifest>(done)) as ImageManifest;
  return { digest: done, manifest, config: await blobs.getJson<ImageConfig>(manifest.config.digest) };
}

describe("a finished image", () => {
  it("is the same whatever built it", async () => {
    expect((await finished(ENGINE)).digest).toBe((await finished(BUILDAH)).digest);
  });

  it("is dated by the commit, and tells of each layer once", async () => {
    const { config } = await finished(ENGINE);
    const step = { created: "1970-01-02T00:00:00Z", created_by: "multistage" };
    expect(config).toMatchObject({ created: "1970-01-02T00:00:00Z", history: [step, step] });
    expect(config?.rootfs).toEqual(rootfs);
  });

  it("has its labels as annotations, and a service's own labels win in the configuration", async () => {
    const title = "org.opencontainers.image.title";
    const labelled = { ...BUILDAH, config: { ...BUILDAH.config, Labels: { [title]: "mine" } } };
    const { manifest, config } = await finished(labelled);
    expect(config?.config.Labels?.[title]).toBe("mine");
    expect(manifest.annotations).toMatchObject({
      [title]: "api",
      "org.opencontainers.image.base.name": "static:12",
      "org.opencontainers.image.revision": "0123456789ab",
    });
  });

  it("keeps a variant, and all that says how it runs", () => {
    const all = {
      Volumes: { "/data": {} },
      StopSignal: "SIGINT",
      Cmd: ["serve"],
      ExposedPorts: { "80/tcp": {} },
    };
    const config = { ...BUILDAH, variant: "v8", config: { ...BUILDAH.config, ...all } };
    expect(configOf(config, {}, "now")).toMatchObject({ variant: "v8", config: all });
  });

  it("can't be made of one that is gone", async () => {
    const gone = finish(memory(), { service: "api", digest: "sha256:gone" }, FACTS);
    await expect(gone).rejects.toThrow("api: the image sha256:gone is no longer in the store");
  });
});
