/** What lies in an image, read without running anything of it. Paths are absolute, `/app/server.js`. */
export interface ImageFiles {
  /** What lies at a path whose directories are none of them links; undefined where nothing does. */
  entry(path: string): Entry | undefined;
  /** Names in a directory. */
  names(path: string): string[];
  /** Bytes of a file, or a part of them; fewer where it ends before. */
  read(path: string, from?: number, length?: number): Promise<Uint8Array>;
}

/** A file, a directory, a link or something else. */
export interface Entry {
  kind: "file" | "directory" | "link" | "other";
  /** Permissions alone. */
  mode: number;
  uid: number;
  gid: number;
  size: number;
  /** Of a link, as it is written. */
  target?: string;
}

/** Where a path leads. */
export interface Found {
  /** Without links. */
  path: string;
  entry: Entry;
  /** Directories and what they lead to, in the order in which they are passed. */
  passed: string[];
}

/** As many links as Linux follows. */
const MOST_LINKS = 40;

/** What a path leads to inside an image, links followed as its kernel would: undefined where they end nowhere. */
export function follow(files: ImageFiles, path: string, directory = "/"): Found | undefined {
  const left = segments(path.startsWith("/") ? path : `${directory}/${path}`);
  const passed: string[] = [];
  let at = "/";
  for (let links = 0; left.length; ) {
    const name = left.shift() as string;
    if (name === "..") {
      at = parent(at);
      continue;
    }
    const next = at === "/" ? `/${name}` : `${at}/${name}`;
    const entry = files.entry(next);
    if (!entry) return undefined;
    if (entry.kind === "link") {
      if (++links > MOST_LINKS) return undefined;
      const { target = "" } = entry;
      left.unshift(...segments(target));
      if (target.startsWith("/")) at = "/";
    } else {
      if (left.length && entry.kind !== "directory") return undefined;
      if (left.length) passed.push(next);
      at = next;
    }
  }
  const entry = files.entry(at);
  return entry && { path: at, entry, passed };
}

/** The file that a path leads to. */
export function fileAt(files: ImageFiles, path: string, directory = "/"): Found | undefined {
  const found = follow(files, path, directory);
  return found?.entry.kind === "file" ? found : undefined;
}

/** Names in the directory that a path leads to; none where it leads to none. */
export function namesAt(files: ImageFiles, path: string): string[] {
  const found = follow(files, path);
  return found?.entry.kind === "directory" ? files.names(found.path) : [];
}

/** Whether anything in a directory may run as a program. */
export function holdsPrograms(files: ImageFiles, directory = "/"): boolean {
  return files.names(directory).some((name) => {
    const path = absolute(name, directory);
    const { kind = "other", mode = 0 } = files.entry(path) ?? {};
    return kind === "directory" ? holdsPrograms(files, path) : kind === "file" && (mode & 0o111) !== 0;
  });
}

/** A text of an image; undefined where there is none. */
export async function textAt(
  files: ImageFiles,
  path: string,
  { directory = "/", most = 1e6 } = {},
): Promise<string | undefined> {
  const found = fileAt(files, path, directory);
  return found && new TextDecoder().decode(await files.read(found.path, 0, most));
}

/** The directory above. */
export function parent(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf("/"), 0)) || "/";
}

/** An absolute path without dots, from another's directory. */
export function absolute(path: string, directory: string): string {
  const parts: string[] = [];
  for (const part of segments(path.startsWith("/") ? path : `${directory}/${path}`))
    if (part === "..") parts.pop();
    else parts.push(part);
  return `/${parts.join("/")}`;
}

function segments(path: string): string[] {
  return path.split("/").filter((part) => part !== "" && part !== ".");
}
