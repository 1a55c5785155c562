import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";

const BLOCK = 512;

/**
 * Writes the modes of a layer's entries as every builder but some writes them: permissions alone. buildah and
 * Docker's classic builder add the type of the file, which the header says elsewhere, so that the same files
 * would have another digest than BuildKit's.
 *
 * @param path an uncompressed tar file, changed in place.
 * @returns its digest.
 */
export async function plainModes(path: string): Promise<string> {
  const file = await open(path, "r+");
  try {
    await eachHeader(file, async (header, at) => {
      if (isPlain(header)) return;
      setPlain(header);
      await file.write(header, 0, BLOCK, at);
    });
  } finally {
    await file.close();
  }
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return `sha256:${hash.digest("hex")}`;
}

async function eachHeader(file: FileHandle, work: (header: Buffer, at: number) => Promise<void>) {
  const header = Buffer.alloc(BLOCK);
  for (let at = 0; ; at += BLOCK + BLOCK * Math.ceil(sizeIn(header) / BLOCK)) {
    const { bytesRead } = await file.read(header, 0, BLOCK, at);
    if (bytesRead < BLOCK || header[0] === 0) return;
    await work(header, at);
  }
}

const MODE = { at: 100, digits: 7 };
const SIZE = { at: 124, length: 12 };
const CHECKSUM = { at: 148, length: 8 };

function modeIn(header: Buffer): number {
  return Number.parseInt(header.toString("latin1", MODE.at, MODE.at + MODE.digits), 8);
}

function isPlain(header: Buffer): boolean {
  return modeIn(header) <= 0o7777;
}

function setPlain(header: Buffer): void {
  const mode = modeIn(header) & 0o7777;
  header.write(mode.toString(8).padStart(MODE.digits, "0"), MODE.at, "latin1");
  header.fill(" ", CHECKSUM.at, CHECKSUM.at + CHECKSUM.length);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, CHECKSUM.at, "latin1");
}

/** Octal digits, or base 256 where the first bit says so. */
function sizeIn(header: Buffer): number {
  const field = header.subarray(SIZE.at, SIZE.at + SIZE.length);
  if ((field[0] ?? 0) & 0x80) return field.subarray(1).reduce((sum, byte) => sum * 256 + byte, 0);
  return Number.parseInt(field.toString("latin1").replace(/\0.*$/s, "").trim() || "0", 8);
}
