/** A file that is read where one likes. */
export interface Bytes {
  /** Fewer than asked for where it ends before. */
  read(from: number, length: number): Promise<Uint8Array>;
}

/** One entry of a tar file. */
export interface TarEntry {
  /** As it is written, without a slash at its end. */
  name: string;
  type: "file" | "directory" | "link" | "hardlink" | "other";
  mode: number;
  uid: number;
  gid: number;
  size: number;
  /** Where a link leads, or which entry a hard link repeats. */
  target: string;
  /** Where its bytes begin. */
  from: number;
}

const BLOCK = 512;
/** Headers of small files lie near each other: as many bytes are read at once. */
const CHUNK = 1 << 16;
const TYPES: Record<string, TarEntry["type"]> = {
  "0": "file",
  "\0": "file",
  "7": "file",
  "5": "directory",
  "2": "link",
  "1": "hardlink",
};

/** The entries of a tar file, as ustar, GNU and pax write them. @throws where it is none. */
export async function* tarEntries(bytes: Bytes): AsyncGenerator<TarEntry> {
  const read = buffered(bytes);
  let long: Record<string, string> = {};
  for (let at = 0; ; ) {
    const header = await read(at, BLOCK);
    if (header.length < BLOCK || header[0] === 0) return;
    const field = (from: number, length: number) => text(header.subarray(from, from + length));
    const type = String.fromCharCode(header[156] ?? 0);
    const size = long.size === undefined ? numberIn(header.subarray(124, 136)) : Number(long.size);
    const from = at + BLOCK;
    at = from + BLOCK * Math.ceil(size / BLOCK);
    if (!Number.isSafeInteger(at)) throw new Error("no tar file");
    if (type === "x") long = { ...long, ...records(await bytes.read(from, size)) };
    else if (type === "L") long.path = text(await bytes.read(from, size));
    else if (type === "K") long.linkpath = text(await bytes.read(from, size));
    else if (type !== "g") {
      const prefix = field(257, 5) === "ustar" && header[263] === 0x30 ? field(345, 155) : "";
      const short = [prefix, field(0, 100)].filter(Boolean).join("/");
      yield {
        name: (long.path ?? short).replace(/\/+$/, ""),
        type: TYPES[type] ?? "other",
        mode: numberIn(header.subarray(100, 108)) & 0o7777,
        uid: Number(long.uid ?? numberIn(header.subarray(108, 116))),
        gid: Number(long.gid ?? numberIn(header.subarray(116, 124))),
        size,
        target: long.linkpath ?? field(157, 100),
        from,
      };
      long = {};
    }
  }
}

function buffered(bytes: Bytes): Bytes["read"] {
  let start = 0;
  let chunk: Uint8Array = new Uint8Array();
  return async (from, length) => {
    if (from < start || from + length > start + chunk.length)
      [start, chunk] = [from, await bytes.read(from, CHUNK)];
    return chunk.subarray(from - start, from - start + length);
  };
}

const decoder = new TextDecoder();

function text(field: Uint8Array): string {
  const end = field.indexOf(0);
  return decoder.decode(end < 0 ? field : field.subarray(0, end));
}

/** Octal digits, or base 256 where the first bit says so. */
function numberIn(field: Uint8Array): number {
  if ((field[0] ?? 0) & 0x80) return field.subarray(1).reduce((sum, byte) => sum * 256 + byte, 0);
  return Number.parseInt(text(field).trim() || "0", 8);
}

/** pax: `LENGTH NAME=VALUE` lines, whose length counts bytes, itself among them. */
function records(bytes: Uint8Array): Record<string, string> {
  const found: Record<string, string> = {};
  for (let at = 0; at < bytes.length; ) {
    const length = Number.parseInt(text(bytes.subarray(at, at + 20)), 10);
    if (!(length > 0)) break;
    const [, name, value] =
      /^\d+ ([^=]+)=(.*)\n$/s.exec(decoder.decode(bytes.subarray(at, at + length))) ?? [];
    if (name) found[name] = value ?? "";
    at += length;
  }
  return found;
}
