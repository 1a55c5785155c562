import type { KindName } from "../mix.ts";

/** A file that is changed in the first service of a kind, and how: each time otherwise. */
export interface Change {
  path: string;
  change(text: string, time: number): string;
}

const remark =
  (mark: string, end = "") =>
  (text: string, time: number) =>
    `${text}\n${mark} Remark ${time}.${end}\n`;

/** One source file of each kind: a remark changes what is copied, so that it is built anew. */
export const CHANGES: Partial<Record<KindName, Change>> = {
  gin: { path: "services/gin-1/rooms.go", change: remark("//") },
  node: { path: "services/node-1/src/app.js", change: remark("//") },
  flask: { path: "services/flask-1/reports/sales.py", change: remark("#") },
  java: { path: "services/java-1/src/main/java/example/billing/Api.java", change: remark("//") },
  play: { path: "services/play-1/app/links/Shortener.scala", change: remark("//") },
  rust: { path: "services/rust-1/src/catalog.rs", change: remark("//") },
};

/** One measurement. */
export interface ColdRecord {
  /** What was done on an empty machine: `nothing`, `fills`, `without`, or the kind of which a file was changed. */
  row: string;
  /** `direct`, or `far`: 20 ms more a request, 50 MB/s. */
  line: "direct" | "far";
  services: number;
  kinds: string;
  seconds: number;
  requests: number;
  blobBytes: number;
  /** The machine's load of the minute before. */
  load: number;
  at: string;
}

const TITLES: Record<string, string> = {
  without: "all built, without the cache",
  fills: "all built, and put into the cache",
  nothing: "nothing changed",
  "nothing known": "nothing changed, on the machine that built it",
};

/** What a row is called in the document. */
export function titleOf(row: string): string {
  const [kind, how] = row.split(" ");
  const changed = how === "without" ? "without the cache" : "others from the cache";
  return TITLES[row] ?? `one file of ${kind} changed, ${changed}`;
}
