import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

/** A file of an archive as it lies there. */
interface Entry {
  path: string;
  mode: number;
  owner: string;
  type: string;
  target: string;
  content: Buffer;
}

/** What two images must have in common to be the same to whoever runs them. */
export interface ImageFacts {
  platform: string;
  config: Record<string, unknown>;
  /** Path to `type mode owner sha256-or-target`. */
  files: Record<string, string>;
}

interface Index {
  manifests: { digest: string; mediaType: string }[];
}
interface Manifest {
  config: { digest: string };
  layers: { digest: string }[];
}

/** Reads an OCI archive; later layers replace files of earlier ones. */
export function imageFacts(path: string): ImageFacts {
  const files = new Map(entries(readFileSync(path)).map((entry) => [entry.path, entry.content]));
  const blob = (digest: string) => files.get(`blobs/${digest.replace(":", "/")}`) ?? Buffer.alloc(0);
  const json = <T>(content: Buffer | undefined) => JSON.parse(String(content)) as T;
  let manifest = json<Manifest & Index>(files.get("index.json"));
  while (manifest.manifests) manifest = json(blob(manifest.manifests[0]?.digest ?? ""));
  const config = json<{ os: string; architecture: string; config: Record<string, unknown> }>(
    blob(manifest.config.digest),
  );
  return {
    platform: `${config.os}/${config.architecture}`,
    config: settings(withoutBuilder(config.config)),
    files: Object.assign({}, ...manifest.layers.map(({ digest }) => listing(blob(digest)))),
  };
}

/** A base that buildah made says so in a label, which the local mode takes off its images. */
function withoutBuilder(config: Record<string, unknown>): Record<string, unknown> {
  const { "io.buildah.version": _, ...labels } = (config.Labels ?? {}) as Record<string, string>;
  return { ...config, Labels: labels };
}

/** Empty settings and absent ones mean the same. */
function settings(config: Record<string, unknown>): Record<string, unknown> {
  const told = ["User", "Env", "Entrypoint", "Cmd", "WorkingDir", "ExposedPorts", "Labels"];
  const empty = (value: unknown) => !value || Object.keys(value).length === 0 || value === "/";
  return Object.fromEntries(
    told.filter((name) => !empty(config[name])).map((name) => [name, plain(config[name])]),
  );
}

function plain(value: unknown): unknown {
  return Array.isArray(value) && value.every((item) => /^\w+=/.test(item)) ? [...value].sort() : value;
}

/** A blob as it is, or without its compression. */
export function unpacked(blob: Buffer): Buffer {
  return blob[0] === 0x1f && blob[1] === 0x8b ? gunzipSync(blob) : blob;
}

function listing(layer: Buffer): Record<string, string> {
  return Object.fromEntries(
    entries(unpacked(layer)).map(({ path, type, mode, owner, target, content }) => {
      const holds = type === "file" ? createHash("sha256").update(content).digest("hex") : target;
      return [path, [type, mode.toString(8), owner, holds].join(" ").trim()];
    }),
  );
}

const TYPES: Record<string, string> = {
  "0": "file",
  "\0": "file",
  "1": "link",
  "2": "symlink",
  "5": "directory",
};

/** The entries of a tar file, with the long names that PAX headers and GNU's give them. */
export function entries(tar: Buffer): Entry[] {
  const found: Entry[] = [];
  let long: { path?: string; linkpath?: string } = {};
  for (let at = 0; at + 512 <= tar.length && tar[at] !== 0; ) {
    const text = (from: number, length: number) =>
      tar.toString("utf8", at + from, at + from + length).replace(/\0.*$/s, "");
    const size = number(tar.subarray(at + 124, at + 136));
    const content = tar.subarray(at + 512, at + 512 + size);
    const type = text(156, 1) || "\0";
    if (type === "x") long = { ...long, ...pax(content) };
    else if (type === "L") long.path = content.toString("utf8").replace(/\0+$/, "");
    else if (type === "K") long.linkpath = content.toString("utf8").replace(/\0+$/, "");
    else if (type !== "g") {
      const name = long.path ?? [text(345, 155), text(0, 100)].filter(Boolean).join("/");
      found.push({
        path: name.replace(/^(\.?\/)+|\/$/g, ""),
        mode: Number.parseInt(text(100, 8), 8) & 0o7777,
        owner: `${number(tar.subarray(at + 108, at + 116))}:${number(tar.subarray(at + 116, at + 124))}`,
        type: TYPES[type] ?? type,
        target: long.linkpath ?? text(157, 100),
        content,
      });
      long = {};
    }
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return found.filter(({ path }) => path !== "" && path !== ".");
}

/** Octal digits, or base 256 where the first bit says so. */
function number(field: Buffer): number {
  if ((field[0] ?? 0) & 0x80) return field.subarray(1).reduce((sum, byte) => sum * 256 + byte, 0);
  return Number.parseInt(field.toString("latin1").replace(/\0.*$/s, "").trim() || "0", 8);
}

function pax(content: Buffer): Record<string, string> {
  const found: Record<string, string> = {};
  for (let at = 0; at < content.length; ) {
    const length = Number.parseInt(content.toString("latin1", at, at + 20), 10);
    const [, key = "", value = ""] =
      /^\d+ ([^=]+)=(.*)\n$/s.exec(content.toString("utf8", at, at + length)) ?? [];
    found[key] = value;
    at += length || content.length;
  }
  return found;
}
