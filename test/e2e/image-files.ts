import { X509Certificate } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { $ } from "zx";

const quietly = $({ quiet: true, maxBuffer: 2 ** 30 });

/** One file of an image. */
export interface ImageFile {
  path: string;
  mode: number;
  bytes: number;
}

/** All that an image holds but folders, read without running anything in it. */
export async function filesOf(image: string): Promise<ImageFile[]> {
  return mounted(image, async (root) => {
    const list = (await quietly`find ${root} -xdev -not -type d -printf ${"%m %s %P\\n"}`).stdout;
    return list
      .trimEnd()
      .split("\n")
      .map((line) => {
        const [mode = "0", bytes = "0", ...path] = line.split(" ");
        return { path: path.join(" "), mode: Number.parseInt(mode, 8), bytes: Number(bytes) };
      });
  });
}

/** A line for whatever an image holds: kind, mode, owner, time, path, where it points, and a digest of its bytes. */
export async function treeOf(image: string): Promise<string[]> {
  return mounted(image, async (root) => {
    const told = await quietly`find ${root} -xdev -mindepth 1 -printf ${"%y %m %U:%G %T@ %P %l\n"}`;
    const sums = await quietly`cd ${root} && find . -xdev -type f -exec sha256sum {} +`;
    return [...told.stdout.split("\n"), ...sums.stdout.split("\n")].sort();
  });
}

/** Paths of files of an image that hold one of these texts. */
export async function filesWith(image: string, texts: string[]): Promise<string[]> {
  if (!texts.length) return [];
  const patterns = texts.flatMap((text) => ["-e", text]);
  return mounted(image, async (root) => {
    const found = await $({ quiet: true, nothrow: true })`grep -rlaF ${patterns} ${root}`;
    return found.stdout.split("\n").filter(Boolean);
  });
}

/**
 * What tells the certificates that this machine trusts beyond those of its distribution's package: a line
 * of their text, and their subject, which also binary forms have as it is.
 */
export function hostCertificates(): string[] {
  const bundle = "/etc/ssl/certs/ca-certificates.crt";
  const known = "/usr/share/ca-certificates/mozilla";
  if (!existsSync(bundle) || !existsSync(known)) return [];
  const mozilla = new Set(pems(readFolder(known)).map((pem) => new X509Certificate(pem).fingerprint256));
  return pems(readFileSync(bundle, "utf8"))
    .filter((pem) => !mozilla.has(new X509Certificate(pem).fingerprint256))
    .flatMap((pem) => [pem.split("\n")[3] ?? pem, commonName(pem)])
    .filter(Boolean);
}

function commonName(pem: string): string {
  return /^CN=(.*)$/m.exec(new X509Certificate(pem).subject)?.[1] ?? "";
}

function pems(text: string): string[] {
  return text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
}

function readFolder(folder: string): string {
  return $.sync({ quiet: true })`sh -c ${`cat ${folder}/*.crt`}`.stdout;
}

async function mounted<T>(image: string, use: (root: string) => Promise<T>): Promise<T> {
  const container = (await quietly`buildah from --pull-never ${image}`).stdout.trim();
  try {
    return await use((await quietly`buildah mount ${container}`).stdout.trim());
  } finally {
    await quietly`buildah rm ${container}`;
  }
}
