/** Joins two relative paths and resolves `.` and `..`; one that leaves the root keeps its `..`. */
export function join(directory: string, path: string): string {
  if (!UNPLAIN.test(path)) {
    if (directory === ".") return path;
    if (!UNPLAIN.test(directory)) return `${directory}/${path}`;
  }
  const parts: string[] = [];
  for (const part of `${directory}/${path}`.split("/")) {
    if (part === ".." && parts.length && parts.at(-1) !== "..") parts.pop();
    else if (part && part !== ".") parts.push(part);
  }
  return parts.join("/") || ".";
}

/** Empty parts, `.` and `..`; most paths have none, and there are many. */
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
