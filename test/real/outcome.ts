import { basename } from "node:path";

/** What became of one service that was expected. */
export interface Outcome {
  repository: string;
  service: string;
  language?: string;
  found: boolean;
  /** Absent where its own Dockerfile is all there is, here and below. */
  rightStart?: boolean;
  command?: string;
  built?: boolean;
  started?: boolean;
  /** Of service.yaml, as the table says them. */
  lines: number;
  megabytes?: number;
  /** What it answered, or what is wrong. */
  told?: string;
}

/** One outcome in a line. */
export function lineOf(one: Outcome): string {
  const word = (value: boolean | undefined, yes: string, no: string) =>
    value === undefined ? "" : value ? yes : no;
  return [
    `${basename(one.repository)}/${one.service}`.padEnd(50),
    one.found ? "found" : "NOT FOUND",
    word(one.rightStart, "start", `START ${one.command}`),
    word(one.built, "built", "NOT BUILT"),
    word(one.started, "started", "NOT STARTED"),
    one.megabytes ? `${one.megabytes} MB` : "",
    one.told ?? "",
  ].join("  ");
}

/** Rows of a table in Markdown: a repository each, and all together. */
export function summaryOf(outcomes: Outcome[]): string {
  const repositories = [...new Set(outcomes.map(({ repository }) => repository))];
  const rows = repositories.map((repository) =>
    rowOf(
      repository,
      outcomes.filter((one) => one.repository === repository),
    ),
  );
  const head =
    "| repository | found | right start | built | started | lines | MB |\n| --- | --- | --- | --- | --- | --- | --- |";
  return [head, ...rows, rowOf("all", outcomes)].join("\n");
}

function rowOf(name: string, outcomes: Outcome[]): string {
  const part = (field: "rightStart" | "built" | "started") => {
    const known = outcomes.filter((one) => one[field] !== undefined);
    return `${known.filter((one) => one[field]).length}/${known.length}`;
  };
  const found = `${outcomes.filter((one) => one.found).length}/${outcomes.length}`;
  const lines = outcomes.reduce((sum, one) => sum + one.lines, 0);
  const sizes = outcomes.flatMap(({ megabytes }) => megabytes ?? []);
  const size = sizes.length ? `${Math.min(...sizes)} to ${Math.max(...sizes)}` : "";
  return `| ${[name, found, part("rightStart"), part("built"), part("started"), lines, size].join(" | ")} |`;
}
