import { oneLine } from "./control-characters.ts";
import type { RunResult, ServiceResult } from "./result.ts";
import { bytes, columns, duration } from "./text.ts";

/** What is said of a service that was done now, where that isn't "built". */
const DONE: Record<string, string> = { test: "tested", lint: "linted", verify: "verified" };

/**
 * A run as a table: a row for each service, then how the run went. A column that is empty in every row is left out.
 *
 * @param suite what was done: `build`, `test`, `lint`, `verify`.
 */
export function runTable({ services, run }: RunResult, suite = "build"): string {
  if (!services.length) return `no service to ${suite}`;
  const done = DONE[suite] ?? "built";
  const heading = ["SERVICE", "LANGUAGE", "STATUS", "TIME", "SIZE", "COMPRESSED", "ANSWERS", "IMAGE"];
  const table = columns(withoutEmpty([heading, ...services.map((service) => row(service, done))]));
  const warnings = services.flatMap(({ name, warnings: own = [], start }) =>
    [...own, ...(start?.warnings ?? [])].map((warning) => oneLine(`${name}: ${warning}`)),
  );
  const told = [table, ...(warnings.length ? [warnings.join("\n")] : [])].join("\n\n");
  if (!run) return told;
  const counts = (["built", "cached", "failed", "skipped"] as const).map((status) => {
    const count = services.filter((service) => service.status === status).length;
    return `${count} ${status === "built" ? done : status}`;
  });
  const concurrency = `at most ${run.observedConcurrency} of ${run.concurrency} at once`;
  return `${told}\n\n${counts.join(", ")} in ${duration(run.durationMs)}, ${concurrency}${sharedText(services)}`;
}

function withoutEmpty([heading = [], ...rows]: string[][]): string[][] {
  const isUsed = heading.map((_, at) => rows.some((cells) => cells[at]));
  return [heading, ...rows].map((cells) => cells.filter((_, at) => isUsed[at]));
}

function row(service: ServiceResult, done: string): string[] {
  const { name, language, status, durationMs, sizeBytes, compressedBytes, answers, reference = "" } = service;
  const size = (count: number | undefined) => (count === undefined ? "" : bytes(count));
  const time = durationMs === undefined ? "" : duration(durationMs);
  const image = ["tested", "linted"].includes(done) ? "" : reference;
  return [
    name,
    language,
    status === "built" ? done : status,
    time,
    size(sizeBytes),
    size(compressedBytes),
    answers === undefined ? "" : answers ? `${answers} as expected` : "it listens",
    image,
  ];
}

/** How many came from the shared cache, where any did. */
function sharedText(services: ServiceResult[]): string {
  const from = services.flatMap(({ cache }) => (cache?.hit ? (cache.from ?? []) : []));
  const shared = from.filter((place) => place !== "this machine");
  return shared.length ? `, ${shared.length} from the shared cache (${shared[0]})` : "";
}
