import type { LayerSize, ServiceResult, StageTiming } from "./result.ts";
import { bytes, columns, duration } from "./text.ts";

/** What a build says of itself when it is done: what it made, how big, from what, and what to do next. */
export function summary(result: ServiceResult, command = "./daggerw call"): string {
  const rows = [
    ["image", `${result.reference} (${made(result)} in ${duration(result.durationMs ?? 0)})`],
    ...(result.digest
      ? [
          ["digest", result.digest],
          ["size", size(result)],
        ]
      : []),
    ...(result.start ? [["start", result.start.said]] : []),
    ["environment", result.environment ?? ""],
    ...[...(result.warnings ?? []), ...(result.start?.warnings ?? [])].map((warning) => ["warning", warning]),
  ];
  const head = [result.name, result.language, result.version].filter(Boolean).join(" ");
  return [
    head,
    columns(rows, "  "),
    ...(result.layers ? [`  layers\n${columns(result.layers.map(layer), "    ")}`] : []),
    `  stages\n${columns((result.stages ?? []).map(stage), "    ")}`,
    `  next\n${columns(next(result, command), "    ")}`,
  ].join("\n");
}

function made({ status, cache }: ServiceResult): string {
  return cache?.hit && cache.from !== "this machine" ? `from the shared cache ${cache.from}` : status;
}

function size({ sizeBytes = 0, compressedBytes = 0, budgetBytes = 0 }: ServiceResult): string {
  const share = budgetBytes
    ? `, ${Math.round((100 * sizeBytes) / budgetBytes)} % of the ${bytes(budgetBytes)} budget`
    : "";
  return `${bytes(sizeBytes)} raw, ${bytes(compressedBytes)} compressed${share}`;
}

function layer({ sizeBytes, compressedBytes, createdBy }: LayerSize): string[] {
  return [bytes(sizeBytes), bytes(compressedBytes), createdBy.replace("/bin/sh -c #(nop) ", "").slice(0, 60)];
}

function stage({ name, base, cached, durationMs }: StageTiming): string[] {
  return [name, cached ? "cached" : duration(durationMs ?? 0), `from ${base}`];
}

function next({ name, environment }: ServiceResult, command: string): string[][] {
  const build = `${command} build --service ${name}${environment === "development" ? "" : ` --environment ${environment}`}`;
  return [
    ["run it", build.replace(" build ", " run ")],
    ["ask it what it should answer", build.replace(" build ", " verify ")],
    ["export it", `${build} export --path ${name}.tar`],
    ["open a shell in it", `${build} terminal`],
    ["print its Dockerfile", build.replace(" build ", " dockerfile ")],
  ];
}
