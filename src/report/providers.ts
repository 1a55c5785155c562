import type { RunResult, ServiceResult } from "./result.ts";
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

function details({ message, lines }: NonNullable<ServiceResult["error"]>): string {
  return `\n<details><summary>${message.replaceAll("<", "&lt;")}</summary>\n\n\`\`\`\n${lines.join("\n")}\n\`\`\`\n</details>\n`;
}

/** Failures as GitHub's annotations: workflow commands, a line each. */
export function githubAnnotations({ services }: RunResult): string {
  const data = (text: string) => text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
  return services
    .flatMap(({ path, error }) =>
      error ? [`::error file=${path}::${data([error.message, ...error.lines].join("\n"))}\n`] : [],
    )
    .join("");
}

/** Digests and references as GitLab's dotenv report reads them: `API_DIGEST=sha256:…`. */
export function dotenv({ services }: RunResult): string {
  return services
    .flatMap(({ name, digest, reference }) => {
      const key = name.toUpperCase().replace(/[^A-Z0-9]/g, "_");
      return digest ? [`${key}_DIGEST=${digest}\n`, `${key}_IMAGE=${reference}\n`] : [];
    })
    .join("");
}
