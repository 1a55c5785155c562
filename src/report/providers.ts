import type { RunResult, ServiceError, ServiceResult } from "./result.ts";
import { bytes, duration } from "./text.ts";

/** A run as GitHub's step summary: Markdown. */
export function githubSummary({ services, run }: RunResult): string {
  const rows = services.map(
    ({ name, language, status, sizeBytes, digest, durationMs = 0 }) =>
      `| ${name} | ${language} | ${status} | ${duration(durationMs)} | ${sizeBytes ? bytes(sizeBytes) : ""} | ${digest ? `\`${digest.slice(0, 19)}\`` : ""} |`,
  );
  const heading =
    "| service | language | status | time | size | digest |\n| --- | --- | --- | --- | --- | --- |";
  const failures = services.flatMap(({ error }) => (error ? [details(error)] : []));
  const total = run
    ? `\n${services.length} services in ${duration(run.durationMs)}, ${run.cacheHits} cached\n`
    : "";
  return `${[heading, ...rows].join("\n")}\n${total}${failures.join("")}`;
}

function details({ message, lines, reproduce }: ServiceError): string {
  const text = lines.join("\n");
  const fence = "`".repeat(
    Math.max(3, 1 + Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length))),
  );
  const again = reproduce ? `\n\`${reproduce}\`\n` : "";
  return `\n<details><summary>${markup(message)}</summary>\n\n${fence}\n${text}\n${fence}\n${again}</details>\n`;
}

/** Text in HTML: one line, since Markdown begins anew after an empty one. */
function markup(text: string): string {
  return text.replace(/\s+/g, " ").replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

/** Failures as GitHub's annotations: workflow commands, a line each. */
export function githubAnnotations({ services }: RunResult): string {
  return services.flatMap((service) => (service.error ? [annotation(service, service.error)] : [])).join("");
}

function annotation({ name, path, status }: ServiceResult, { message, lines }: ServiceError): string {
  const data = (text: string) => text.replace(/[%\r\n]/g, (found) => encodeURIComponent(found));
  const property = (text: string) => data(text).replace(/[,:]/g, (found) => encodeURIComponent(found));
  const level = status === "skipped" ? "warning" : "error";
  const text = data([message, ...lines].join("\n"));
  return `::${level} file=${property(path)},title=${property(name)}::${text}\n`;
}

/** Digests and references as GitLab's dotenv report reads them: `API_DIGEST=sha256:…`. */
export function dotenv({ services }: RunResult): string {
  return services
    .flatMap(({ name, digest, reference }) => {
      const key = name
        .toUpperCase()
        .replace(/[^A-Z0-9]/g, "_")
        .replace(/^(?=\d)/, "_");
      return digest ? [`${key}_DIGEST=${digest}\n`, `${key}_IMAGE=${reference}\n`] : [];
    })
    .join("");
}
