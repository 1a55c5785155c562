/** Joins two relative paths and resolves `.` and `..`; one that leaves the root keeps its `..`. */
export function join(directory: string, path: string): string {
  if (isPlain(path)) {
    if (directory === ".") return path;
    if (isPlain(directory)) return `${directory}/${path}`;
  }
  const parts: string[] = [];
  for (const part of `${directory}/${path}`.split("/")) {
    if (part === ".." && parts.length && parts.at(-1) !== "..") parts.pop();
    else if (part && part !== ".") parts.push(part);
  }
  return parts.join("/") || ".";
}

/** Whether a path has no empty parts, `.` and `..`, as most have none. */
export function isPlain(path: string): boolean {
  return !UNPLAIN.test(path);
}

const UNPLAIN = /(^|\/)\.{0,2}(\/|$)/;

/** The path of `to` as seen from the directory `from`, both relative to one root. */
export function relative(from: string, to: string): string {
  const [a, b] = [from, to].map((path) => (path === "." ? [] : path.split("/"))) as [string[], string[]];
  const differ = a.findIndex((part, index) => part !== b[index]);
  const same = differ < 0 ? a.length : differ;
  return [...a.slice(same).map(() => ".."), ...b.slice(same)].join("/") || ".";
}

/** What builders read as a pattern in the name of what they copy. */
export const PATTERN = /[[*?\\]/;
