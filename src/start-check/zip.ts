import { inflateRawSync } from "node:zlib";
import type { Reader } from "./elf.ts";

/** An archive's entries by name, as its central directory lists them. */
export interface Zip {
  names: Set<string>;
  /** An entry's bytes; undefined where it isn't there, or packed in a way that we don't know. */
  entry(name: string): Promise<Uint8Array | undefined>;
}

interface Listed {
  method: number;
  packed: number;
  at: number;
}

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
/** Its end is found in as many last bytes: its own 22 and the longest comment. */
const TAIL = 22 + 0xffff;

/** Opens a zip archive of this size; undefined where it is none. Those beyond 4 GB are not read. */
export async function openZip(read: Reader, size: number): Promise<Zip | undefined> {
  try {
    const from = Math.max(0, size - TAIL);
    const tail = viewOf(await read(from, TAIL));
    let end = tail.byteLength - 22;
    while (end >= 0 && tail.getUint32(end, true) !== END) end -= 1;
    if (end < 0) return undefined;
    // More entries than that, or bytes, are listed elsewhere.
    if (tail.getUint16(end + 10, true) === 0xffff || tail.getUint32(end + 16, true) === 0xffffffff)
      return undefined;
    const length = tail.getUint32(end + 12, true);
    // Bytes before the archive, as an executable jar has a script there, move everything.
    const start = from + end - length;
    const moved = start - tail.getUint32(end + 16, true);
    const listed = entriesIn(viewOf(await read(start, length)));
    return {
      names: new Set(listed.keys()),
      async entry(name) {
        const one = listed.get(name);
        return one && unpacked(read, { ...one, at: one.at + moved });
      },
    };
  } catch {
    return undefined;
  }
}

function entriesIn(view: DataView): Map<string, Listed> {
  const found = new Map<string, Listed>();
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  for (let at = 0; at + 46 <= view.byteLength && view.getUint32(at, true) === CENTRAL; ) {
    const [name, extra, comment] = [28, 30, 32].map((field) => view.getUint16(at + field, true)) as [
      number,
      number,
      number,
    ];
    found.set(new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + name)), {
      method: view.getUint16(at + 10, true),
      packed: view.getUint32(at + 20, true),
      at: view.getUint32(at + 42, true),
    });
    at += 46 + name + extra + comment;
  }
  return found;
}

async function unpacked(read: Reader, { method, packed, at }: Listed): Promise<Uint8Array | undefined> {
  const head = viewOf(await read(at, 30));
  const bytes = await read(at + 30 + head.getUint16(26, true) + head.getUint16(28, true), packed);
  if (method === 0) return bytes;
  return method === 8 ? inflateRawSync(bytes, { maxOutputLength: 1 << 24 }) : undefined;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
