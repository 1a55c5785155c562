import { createHash, X509Certificate } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { cacheDir } from "../paths.ts";
import { placeFile } from "../process/files.ts";

/** Where distributions keep the machine's certificates; the first that is there counts. */
export const HOST_BUNDLES = [
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/ssl/ca-bundle.pem",
];

/** Where stages look for certificates: OpenSSL, Go, Node and the rest; Java. */
export const TRUSTED_PATHS = {
  bundle: "/etc/ssl/certs/ca-certificates.crt",
  java: "/etc/ssl/certs/java/cacerts",
};

/**
 * `--volume` flags that lay the machine's certificates over a stage's own while a command runs.
 *
 * Mounts are no part of a layer. One over a path that the stage hasn't leaves an empty file there, in
 * build stages only: images take artifacts and run no commands.
 *
 * @param options.java also for Java, which reads no PEM files: for stages of a JDK.
 */
export async function hostTrust(options: { java?: boolean } = {}): Promise<string[]> {
  const bundle = HOST_BUNDLES.find((path) => existsSync(path));
  if (!bundle) return [];
  const flags = ["--volume", `${bundle}:${TRUSTED_PATHS.bundle}:ro`];
  return options.java ? [...flags, "--volume", `${await javaStore(bundle)}:${TRUSTED_PATHS.java}:ro`] : flags;
}

/** A bundle as Java's key store, made once for each bundle; answers its path in the cache. */
export async function javaStore(bundle: string): Promise<string> {
  const pem = await readFile(bundle, "utf8");
  const store = cacheDir("trust", `${createHash("sha256").update(pem).digest("hex").slice(0, 16)}.jks`);
  // Several builds of one run may come here at once: each writes a file of its own, and the last name wins.
  if (!existsSync(store)) await placeFile(store, (path) => writeFile(path, keyStore(certificates(pem))));
  return store;
}

function certificates(pem: string): Buffer[] {
  const found = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return found.map((text) => new X509Certificate(text).raw);
}

/**
 * A key store in the format JKS, version 2, that holds trusted certificates under the customary password.
 * Every JDK reads it wherever it looks for `cacerts`.
 */
export function keyStore(trusted: Buffer[], password = "changeit"): Buffer {
  const entries = trusted.flatMap((der, index) => [
    int(2),
    utf(`certificate-${index}`),
    Buffer.alloc(8),
    utf("X.509"),
    int(der.length),
    der,
  ]);
  const body = Buffer.concat([int(0xfeedfeed), int(2), int(trusted.length), ...entries]);
  const salt = Buffer.from(password, "utf16le").swap16();
  const digest = createHash("sha1").update(salt).update("Mighty Aphrodite").update(body).digest();
  return Buffer.concat([body, digest]);
}

function int(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function utf(text: string): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(text.length);
  return Buffer.concat([length, Buffer.from(text, "latin1")]);
}
