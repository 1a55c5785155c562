import { inSeconds } from "../goals.ts";
import { markdown } from "../tables.ts";
import { type ColdRecord, titleOf } from "./rows.ts";

/** Records of the newest run as Markdown: each row with what it takes of the same without the cache. */
export function coldRunnerText(records: ColdRecord[]): string {
  const [last] = records.slice(-1);
  if (!last) return "Not measured yet.";
  const loads = records.map(({ load }) => load);
  const facts = `${last.at.slice(0, 10)}, ${last.services} services (${last.kinds}), load of the minute before each ${Math.min(...loads).toFixed(1)} to ${Math.max(...loads).toFixed(1)}.`;
  const rows = records.map((one) => [
    titleOf(one.row),
    one.line === "far" ? "+ 20 ms, 50 MB/s" : "loopback",
    inSeconds(one.seconds),
    compared(one, records),
    String(one.requests),
    `${(one.blobBytes / 1e6).toFixed(1)} MB`,
  ]);
  const head = [
    "`publish-all` on an empty machine",
    "registry",
    "time",
    "of that without",
    "requests",
    "blobs moved",
  ];
  return `${facts}\n\n${markdown([head, ...rows])}`;
}

/** Of the same change without the cache, else of everything built without it. */
function compared({ row, seconds, line }: ColdRecord, all: ColdRecord[]): string {
  if (row.endsWith("without")) return "";
  const same = all.find((one) => one.row === `${row} without`);
  const other = same ?? all.find((one) => one.row === "without");
  return other && line === "direct" ? `${(seconds / other.seconds).toFixed(2)} ×` : "";
}
