import type { RunResult, ServiceResult } from "./result.ts";
import { bytes, columns, duration } from "./text.ts";

/** A run as a table: a row for each service, then how the run went. */
export function runTable({ services, run }: RunResult): string {
  const heading = ["SERVICE", "LANGUAGE", "STATUS", "TIME", "SIZE", "COMPRESSED", "IMAGE"];
  const table = columns([heading, ...services.map(row)]);
  if (!run) return table;
  const count = (status: ServiceResult["status"]) =>
    services.filter((service) => service.status === status).length;
  const counts = (["built", "cached", "failed", "skipped"] as const).map(
    (status) => `${count(status)} ${status}`,
  );
  const concurrency = `at most ${run.observedConcurrency} of ${run.concurrency} at once`;
  return `${table}\n\n${counts.join(", ")} in ${duration(run.durationMs)}, ${concurrency}`;
}

function row({
  name,
  language,
  status,
  durationMs,
  sizeBytes,
  compressedBytes,
  reference = "",
}: ServiceResult): string[] {
  const size = (count: number | undefined) => (count === undefined ? "" : bytes(count));
  const time = durationMs === undefined ? "" : duration(durationMs);
  return [name, language, status, time, size(sizeBytes), size(compressedBytes), reference];
}
