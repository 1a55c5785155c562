import { absolute, type Entry, type ImageFiles, parent } from "./image-files.ts";
import { type Bytes, type TarEntry, tarEntries } from "./tar.ts";

/** An entry, and where its bytes are. */
interface Laid extends Entry {
  bytes?: Bytes;
  from: number;
}

const ROOT: Laid = { kind: "directory", mode: 0o755, uid: 0, gid: 0, size: 0, from: 0 };
const REMOVED = ".wh.";
const EMPTIED = ".wh..wh..opq";

/**
 * The files of an image as its layers lie on each other.
 *
 * @param layers uncompressed tar files, the lowest first.
 */
export async function layerFiles(layers: Bytes[]): Promise<ImageFiles> {
  const files = new LayerFiles();
  for (const layer of layers) await files.add(layer);
  return files;
}

class LayerFiles implements ImageFiles {
  readonly #all = new Map<string, Laid>([["/", ROOT]]);
  readonly #names = new Map<string, Set<string>>();

  entry(path: string): Entry | undefined {
    return this.#all.get(path);
  }

  names(path: string): string[] {
    return [...(this.#names.get(path) ?? [])].sort();
  }

  async read(path: string, from = 0, length = Number.POSITIVE_INFINITY): Promise<Uint8Array> {
    const found = this.#all.get(path);
    if (found?.kind !== "file" || !found.bytes) return new Uint8Array();
    return found.bytes.read(found.from + from, Math.max(0, Math.min(length, found.size - from)));
  }

  async add(layer: Bytes): Promise<void> {
    const own = new Set<string>();
    for await (const entry of tarEntries(layer)) {
      const path = absolute(entry.name, "/");
      const [within, name] = [parent(path), nameOf(path)];
      if (name === EMPTIED) {
        for (const one of this.names(within).map((each) => join(within, each)))
          if (!own.has(one)) this.#remove(one);
      } else if (name.startsWith(REMOVED)) this.#remove(join(within, name.slice(REMOVED.length)));
      else {
        const laid = this.#laid(entry, layer);
        if (laid.kind !== "directory") this.#remove(path);
        this.#put(path, laid);
        for (let at = path; at !== "/"; at = parent(at)) own.add(at);
      }
    }
  }

  #laid({ type, mode, uid, gid, size, target, from }: TarEntry, bytes: Bytes): Laid {
    const same = type === "hardlink" ? this.#all.get(absolute(target, "/")) : undefined;
    if (same) return same;
    const kind = type === "hardlink" ? "other" : type;
    return { kind, mode, uid, gid, size, from, bytes, ...(kind === "link" && { target }) };
  }

  #put(path: string, entry: Laid): void {
    this.#all.set(path, entry);
    for (let at = path; at !== "/"; at = parent(at)) {
      const within = parent(at);
      this.#names.set(within, (this.#names.get(within) ?? new Set()).add(nameOf(at)));
      if (!this.#all.has(within)) this.#all.set(within, ROOT);
    }
  }

  #remove(path: string): void {
    for (const name of this.names(path)) this.#remove(join(path, name));
    this.#names.delete(path);
    this.#all.delete(path);
    this.#names.get(parent(path))?.delete(nameOf(path));
  }
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function join(directory: string, name: string): string {
  return directory === "/" ? `/${name}` : `${directory}/${name}`;
}
