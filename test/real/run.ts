import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { $ } from "zx";
import { PROJECT } from "../../ci/local/paths.ts";
import type { ServiceResult } from "../../src/report/result.ts";
import { lineOf, type Outcome, summaryOf } from "./outcome.ts";
import { start } from "./start.ts";
import { entryOf, type Repository } from "./table.ts";

const quietly = $({ quiet: true, nothrow: true });

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: "string" },
    plan: { type: "boolean", default: false },
    results: { type: "string", default: "results.jsonl" },
    product: { type: "string", default: join(PROJECT, "daggerw") },
  },
});

const outcomes: Outcome[] = [];
for (const checkout of positionals) await tried(checkout, entryOf(checkout));
console.log(`\n${summaryOf(outcomes)}`);

/** Tries every expected service of a repository, in a copy of its own. */
async function tried(checkout: string, entry: Repository) {
  const copy = mkdtempSync(join(tmpdir(), `real-${basename(checkout)}-`));
  try {
    await quietly`git clone --quiet --shared --no-checkout ${checkout} ${copy}`;
    if (entry.directory) await quietly`git -C ${copy} sparse-checkout set ${entry.directory}`;
    const checked = await quietly`git -C ${copy} checkout --quiet ${entry.commit}`;
    if (checked.exitCode !== 0) throw new Error(checked.stderr);
    const source = join(copy, entry.directory ?? "");
    for (const [path, lines] of Object.entries(entry.configuration ?? {}))
      writeFileSync(join(source, path, "service.yaml"), `${lines.join("\n")}\n`);
    const planned = JSON.parse((await quietly`${values.product} call plan --source ${source} --json`).stdout);
    for (const [path, starts] of Object.entries(entry.services)) {
      if (values.only && !values.only.split(",").includes(path)) continue;
      const service = planned.services.find((one: { name: string; path: string }) =>
        [one.name, one.path].includes(path),
      );
      const outcome = await triedService(source, service, starts, {
        repository: entry.repository,
        service: path,
        found: Boolean(service),
        lines: entry.configuration?.[path]?.length ?? 0,
      });
      appendFileSync(values.results, `${JSON.stringify(outcome)}\n`);
      outcomes.push(outcome);
      console.log(lineOf(outcome));
    }
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

async function triedService(
  source: string,
  service: ServiceResult | undefined,
  starts: string | null,
  outcome: Outcome,
) {
  if (!service) return outcome;
  outcome.language = service.language;
  if (starts === null) return outcome;
  outcome.command = service.command?.join(" ");
  outcome.rightStart = outcome.command !== undefined && matches(outcome.command, starts);
  if (service.status !== "planned") outcome.told = service.reason ?? service.error?.message ?? service.status;
  if (values.plan || service.status !== "planned") return outcome;
  const built =
    await quietly`${values.product} call build --source ${source} --service ${service.name} --bases debian --json`;
  outcome.built = built.exitCode === 0;
  if (!outcome.built) {
    writeFileSync(
      `${values.results}.${basename(outcome.repository)}.${service.name}.log`,
      built.stdout + built.stderr,
    );
    outcome.told = failure(built.stdout) ?? built.stderr.trim().split("\n").at(-1);
    return outcome;
  }
  const [image]: ServiceResult[] = JSON.parse(built.stdout).services;
  outcome.megabytes = Math.round((image?.sizeBytes ?? 0) / 1e5) / 10;
  const port = service.facts?.find(({ field }) => field === "port")?.value ?? "8080";
  const started = await start(image?.reference ?? "", port);
  outcome.started = started.good;
  outcome.told = started.told;
  return outcome;
}

/** A long command is named by how it ends or begins: `…` stands for the rest. */
function matches(command: string, expected: string): boolean {
  const [begin = "", end] = expected.split("…");
  return end === undefined ? command === expected : command.startsWith(begin) && command.endsWith(end);
}

function failure(stdout: string): string | undefined {
  try {
    const [one]: ServiceResult[] = JSON.parse(stdout).services;
    return (one?.error?.message ?? one?.reason)?.slice(0, 400);
  } catch {
    return undefined;
  }
}
