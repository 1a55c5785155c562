import { readFileSync } from "node:fs";
import type { Entry, ImageFiles } from "../../../src/start-check/image-files.ts";
import type { Start } from "../../../src/start-check/start.ts";

/** A file's text, a file of this machine, a link, or a directory. */
export type Laid =
  | string
  | Uint8Array
  | { machine: string }
  | { link: string }
  | { text: string; mode: number }
  | { mode: number };

/** An image of a few files; a text that begins with `#!` is executable, and so is what comes from the machine. */
export function imageOf(laid: Record<string, Laid>): ImageFiles {
  const entries = new Map<string, Entry & { bytes: Uint8Array }>();
  const directory = {
    kind: "directory",
    mode: 0o755,
    uid: 0,
    gid: 0,
    size: 0,
    bytes: new Uint8Array(),
  } as const;
  entries.set("/", directory);
  for (const [path, one] of Object.entries(laid)) {
    for (let at = path; at; at = at.slice(0, at.lastIndexOf("/")))
      if (at !== path && !entries.has(at)) entries.set(at, directory);
    entries.set(path, entryOf(one));
  }
  return {
    entry: (path) => entries.get(path),
    names(path) {
      const start = path === "/" ? "/" : `${path}/`;
      const below = [...entries.keys()].filter((one) => one.startsWith(start) && one !== "/");
      return [...new Set(below.map((one) => one.slice(start.length).split("/")[0] ?? ""))];
    },
    async read(path, from = 0, length = Number.POSITIVE_INFINITY) {
      return (entries.get(path)?.bytes ?? new Uint8Array()).subarray(from, from + length);
    },
  };
}

function entryOf(one: Laid): Entry & { bytes: Uint8Array } {
  const bare = { mode: 0o644, uid: 0, gid: 0 };
  if (one instanceof Uint8Array) return { ...bare, kind: "file", size: one.length, bytes: one };
  if (typeof one === "object" && "link" in one)
    return { ...bare, kind: "link", size: 0, target: one.link, bytes: new Uint8Array() };
  if (typeof one === "object" && !("text" in one) && "mode" in one)
    return { ...bare, kind: "directory", mode: one.mode, size: 0, bytes: new Uint8Array() };
  const isMachine = typeof one === "object" && "machine" in one;
  const bytes = isMachine ? readFileSync(one.machine) : Buffer.from(typeof one === "string" ? one : one.text);
  const executable = isMachine || bytes.subarray(0, 2).toString() === "#!";
  const mode = typeof one === "object" && "mode" in one ? one.mode : executable ? 0o755 : 0o644;
  return { ...bare, kind: "file", mode, size: bytes.length, bytes };
}

/** A start as our images have it. */
export function startOf(command: string[], more: Partial<Start> = {}): Start {
  const architecture = { x64: "amd64", arm64: "arm64" }[process.arch as string] ?? "amd64";
  return { command, directory: "/app", variables: {}, user: "65532:65532", architecture, ...more };
}
