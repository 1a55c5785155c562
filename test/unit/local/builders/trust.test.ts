import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rootCertificates } from "node:tls";
import { afterAll, describe, expect, it, vi } from "vitest";
import { javaStore, keyStore } from "../../../../ci/local/builders/trust.ts";
import { TRUST } from "../../../../src/bases/trust.ts";

describe("keyStore", () => {
  const store = keyStore([Buffer.from("one"), Buffer.from("other")]);

  it("is a JKS of version 2 with one trusted entry a certificate", () => {
    expect(store.readUInt32BE(0)).toBe(0xfeedfeed);
    expect(store.readUInt32BE(4)).toBe(2);
    expect(store.readUInt32BE(8)).toBe(2);
    expect(store.readUInt32BE(12)).toBe(2);
    expect(store.toString("latin1")).toMatch(/certificate-0.*X\.509.*one.*certificate-1.*X\.509.*other/s);
  });

  it("ends in the digest of its contents under the password", () => {
    const digest = createHash("sha1")
      .update(Buffer.from([..."changeit"].flatMap((letter) => [0, letter.charCodeAt(0)])))
      .update("Mighty Aphrodite")
      .update(store.subarray(0, -20))
      .digest();
    expect(store.subarray(-20)).toEqual(digest);
  });

  it("holds no time: the same certificates give the same bytes", () => {
    expect(keyStore([Buffer.from("one"), Buffer.from("other")])).toEqual(store);
  });
});

describe("javaStore", () => {
  const home = mkdtempSync(join(tmpdir(), "multistage-trust-"));
  afterAll(() => {
    vi.unstubAllEnvs();
    rmSync(home, { recursive: true });
  });

  it("serves builds that ask for it at the same moment, on a machine that has none", async () => {
    vi.stubEnv("XDG_CACHE_HOME", home);
    const bundle = join(home, "bundle.crt");
    writeFileSync(bundle, rootCertificates.slice(0, 3).join("\n"));
    const paths = await Promise.all([1, 2, 3, 4, 5].map(() => javaStore(bundle)));
    expect(new Set(paths).size).toBe(1);
    expect(readFileSync(paths[0] as string).readUInt32BE(8)).toBe(3);
  });
});

describe("TRUST", () => {
  it("points every tool at the one path that the machine's certificates are mounted over", () => {
    expect(new Set(Object.values(TRUST))).toEqual(new Set(["/etc/ssl/certs/ca-certificates.crt"]));
  });
});
