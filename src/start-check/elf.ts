/** What a loader reads of a program or a library before any of its code runs (System V ABI, chapters 4 and 5). */
export interface Elf {
  /** As images name it; `machine 8` where they have no name for it. */
  architecture: string;
  /** The loader that it asks for; absent where it needs none. */
  interpreter?: string;
  /** Names of the libraries that it needs, in order. */
  needed: string[];
  /** Where they are looked for first, as written. */
  rpath: string[];
  runpath: string[];
  /** Versions of symbols that it needs of a library: `GLIBC_2.38` of `libc.so.6`. */
  versions: { of: string; name: string }[];
  /** Versions that it has. */
  defines: string[];
  soname?: string;
}

/** Reads part of a file. */
export type Reader = (from: number, length: number) => Promise<Uint8Array>;

const MACHINES: Record<number, string> = {
  3: "386",
  8: "mips",
  21: "ppc64le",
  22: "s390x",
  40: "arm",
  62: "amd64",
  183: "arm64",
  243: "riscv64",
  258: "loong64",
};
const PT = { LOAD: 1, DYNAMIC: 2, INTERP: 3 };
const DT = { NEEDED: 1, STRTAB: 5, STRSZ: 10, SONAME: 14, RPATH: 15, RUNPATH: 29 };
const VERDEF = 0x6ffffffc;
const VERNEED = 0x6ffffffe;
/** A version that a loader does without. */
const WEAK = 2;
/** No real one is larger: what says so is damaged. */
const MOST = 1 << 24;

/** Whether bytes begin as every ELF file does. */
export function isElf(bytes: Uint8Array): boolean {
  return bytes[0] === 0x7f && bytes[1] === 0x45 && bytes[2] === 0x4c && bytes[3] === 0x46;
}

/** Reads an ELF file; undefined where it is none, or damaged. */
export async function readElf(read: Reader): Promise<Elf | undefined> {
  try {
    const head = await read(0, 64);
    return isElf(head) ? await readWhole(read, head) : undefined;
  } catch {
    return undefined;
  }
}

interface Segment {
  type: number;
  offset: number;
  address: number;
  size: number;
}

async function readWhole(read: Reader, head: Uint8Array): Promise<Elf> {
  const form = { wide: head[4] === 2, little: head[5] === 1 };
  const view = numbers(head, form);
  const architecture = MACHINES[view.half(18)] ?? `machine ${view.half(18)}`;
  const segments = await segmentsOf(read, head, form);
  const of = (type: number) => segments.find((segment) => segment.type === type);
  const interp = of(PT.INTERP);
  const interpreter = interp && textAt(await part(read, interp.offset, interp.size), 0);
  const dynamic = of(PT.DYNAMIC);
  const bare = { needed: [], rpath: [], runpath: [], versions: [], defines: [] };
  const found = dynamic ? await dynamicOf(read, dynamic, segments, form) : bare;
  return { architecture, ...(interpreter && { interpreter }), ...found };
}

async function segmentsOf(read: Reader, head: Uint8Array, form: Form): Promise<Segment[]> {
  const view = numbers(head, form);
  const [at, size, count] = form.wide
    ? [view.long(32), view.half(54), view.half(56)]
    : [view.word(28), view.half(42), view.half(44)];
  const table = numbers(await part(read, at, size * count), form);
  return Array.from({ length: count }, (_, n) => {
    const from = n * size;
    const [offset, address, length] = form.wide ? [8, 16, 32] : [4, 8, 16];
    return {
      type: table.word(from),
      offset: table.long(from + offset),
      address: table.long(from + address),
      size: table.long(from + length),
    };
  });
}

async function dynamicOf(read: Reader, { offset, size }: Segment, segments: Segment[], form: Form) {
  const table = numbers(await part(read, offset, size), form);
  const width = form.wide ? 8 : 4;
  const entries = Array.from({ length: Math.floor(size / (2 * width)) }, (_, n) => ({
    tag: table.long(2 * n * width),
    value: table.long((2 * n + 1) * width),
  }));
  const end = entries.findIndex(({ tag }) => tag === 0);
  const tags = end < 0 ? entries : entries.slice(0, end);
  const all = (tag: number) => tags.filter((one) => one.tag === tag).map(({ value }) => value);
  const inFile = (address = 0) => fileOffset(segments, address);
  const strings = await part(read, inFile(all(DT.STRTAB)[0]), all(DT.STRSZ)[0] ?? 0);
  const text = (value: number) => textAt(strings, value);
  const folders = (tag: number) => all(tag).flatMap((value) => text(value).split(":").filter(Boolean));
  const [soname] = all(DT.SONAME).map(text);
  const chain = async (tag: number) =>
    all(tag).length
      ? part(read, inFile(all(tag)[0]), CHAIN).then((bytes) => numbers(bytes, form))
      : undefined;
  return {
    needed: all(DT.NEEDED).map(text),
    rpath: folders(DT.RPATH),
    runpath: folders(DT.RUNPATH),
    versions: neededVersions(await chain(VERNEED), text),
    defines: definedVersions(await chain(VERDEF), text),
    ...(soname && { soname }),
  };
}

/** Longer than any library's table of versions, and short enough to read at once. */
const CHAIN = 1 << 16;

function neededVersions(table: Numbers | undefined, text: (at: number) => string): Elf["versions"] {
  return chained(table, 12).flatMap(({ at, next }) => {
    const of = text(next.word(at + 4));
    const count = next.half(at + 2);
    return chained(next, 12, at + next.word(at + 8), count).flatMap((one) =>
      next.half(one.at + 4) & WEAK ? [] : [{ of, name: text(next.word(one.at + 8)) }],
    );
  });
}

function definedVersions(table: Numbers | undefined, text: (at: number) => string): string[] {
  return chained(table, 16).map(({ at, next }) => text(next.word(at + next.word(at + 12))));
}

/** Entries that each say how far the next one is, at `link`. */
function chained(table: Numbers | undefined, link: number, from = 0, most = 4096) {
  const found: { at: number; next: Numbers }[] = [];
  for (let at = from; table && found.length < most; ) {
    found.push({ at, next: table });
    const step = table.word(at + link);
    if (!step) break;
    at += step;
  }
  return found;
}

function fileOffset(segments: Segment[], address: number): number {
  const within = segments.find(
    (one) => one.type === PT.LOAD && address >= one.address && address < one.address + one.size,
  );
  return within ? address - within.address + within.offset : address;
}

async function part(read: Reader, from: number, length: number): Promise<Uint8Array> {
  if (length > MOST) throw new Error("damaged");
  return read(from, length);
}

const decoder = new TextDecoder();

function textAt(bytes: Uint8Array, from: number): string {
  const end = bytes.indexOf(0, from);
  return decoder.decode(bytes.subarray(from, end < 0 ? undefined : end));
}

interface Form {
  wide: boolean;
  little: boolean;
}

type Numbers = ReturnType<typeof numbers>;

function numbers(bytes: Uint8Array, { wide, little }: Form) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const word = (at: number) => view.getUint32(at, little);
  return {
    half: (at: number) => view.getUint16(at, little),
    word,
    /** As wide as an address. */
    long: (at: number) => (wide ? Number(view.getBigUint64(at, little)) : word(at)),
  };
}
