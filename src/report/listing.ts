import { oneLine, visible } from "./control-characters.ts";
import type { RunResult, ServiceResult } from "./result.ts";
import { columns } from "./text.ts";

/** The services that there are, a row each; below, those of which nothing can be said, and why. */
export function servicesText(result: RunResult): string {
  const rows = planned(result).map(({ name, language, version = "", path }) => [
    name,
    language,
    version,
    path,
  ]);
  const table = columns([["SERVICE", "LANGUAGE", "VERSION", "DIRECTORY"], ...rows]);
  return [withSkipped(table, result), ...passedOverText(result)].join("\n\n");
}

function passedOverText({ passedOver }: RunResult): string[] {
  if (!passedOver) return [];
  if (!passedOver.length) return ["nothing was passed over"];
  return [
    columns([["PASSED OVER", "WHY"], ...passedOver.map(({ directory, reason }) => [directory, reason])]),
  ];
}

/** What each service would be called, in a registry where one is known; below, those that are unclear, and why. */
export function namesText(result: RunResult, registry?: string): string {
  const rows = planned(result).map(({ name, language, version = "", path, reference = "" }) => [
    name,
    [language, version].filter(Boolean).join(" "),
    path,
    registry === undefined ? reference : `${registry}/${name}`,
  ]);
  const table = columns([["SERVICE", "LANGUAGE", "DIRECTORY", "IMAGE"], ...rows]);
  return withSkipped([table, ...doubtsText(result)].join("\n\n"), result, "unclear");
}

/** Doubts that are listed; `plan` has all. */
const MOST_DOUBTS = 20;

/** What may not work as it is. */
function doubtsText(result: RunResult): string[] {
  const doubts = planned(result).flatMap(({ warnings = [] }) => warnings);
  if (!doubts.length) return [];
  const more = doubts.length - MOST_DOUBTS;
  const lines = doubts.slice(0, MOST_DOUBTS).map((doubt) => `  ${oneLine(doubt)}`);
  return [["look at", ...lines, ...(more > 0 ? [`  and ${more} more, which plan lists`] : [])].join("\n")];
}

/** What would be built, service by service; below, what can't be planned, and why. */
export function planText(result: RunResult): string {
  return withSkipped(planned(result).map(onePlan).join("\n\n"), result);
}

/** The services that a change concerns, with the reason. */
export function affectedText({ services }: RunResult): string {
  if (!services.length) return "no service is affected";
  return columns(services.map(({ name, reason = "" }) => [`${name}:`, reason]));
}

/** What was detected, a line each: `version 1.26, from go.mod:3`. */
export function factLines({ facts = [] }: Pick<ServiceResult, "facts">): string[] {
  return facts.map(({ field, value, from }) => `${field} ${value}, from ${from}`);
}

/** Those of which something can be said. */
export function planned({ services }: RunResult): ServiceResult[] {
  return services.filter(({ status }) => status === "planned");
}

function withSkipped(text: string, { services }: RunResult, heading = "skipped"): string {
  const skipped = services.flatMap(({ status, error }) => (status === "skipped" && error ? [error] : []));
  const lines = skipped.flatMap(({ message, lines: more, next }) => [
    `  ${message}`,
    ...more.map((line) => `    ${line}`),
    ...(next ? [`    → ${next}`] : []),
  ]);
  return [text, ...(lines.length ? [visible([heading, ...lines].join("\n"))] : [])]
    .filter(Boolean)
    .join("\n\n");
}

function onePlan(result: ServiceResult): string {
  const { name, language, version = "", path, reference = "", key = "" } = result;
  const rows = [
    ["image", reference],
    ["tags", result.tags?.join(" ") ?? ""],
    ["key", key.slice(0, 12)],
    ...(result.command ? [["starts", oneLine(result.command.join(" "))]] : []),
    ...(result.stages ?? []).map((stage) => ["stage", `${stage.name} from ${stage.base}`]),
    ...factLines(result).map((line) => ["detected", line]),
    ...(result.warnings ?? []).map((warning) => ["warning", warning]),
  ];
  return `${name} (${[language, version].filter(Boolean).join(" ")}, ${oneLine(path)})\n${columns(rows, "  ")}`;
}
