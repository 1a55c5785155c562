import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { localRegistry } from "../../../test/e2e/registry.ts";
import { PROJECT } from "../../local/paths.ts";
import { ensureTools } from "../../local/process/tools.ts";
import { checkout, readTemplates } from "../checkout.ts";
import { withMeasured } from "../document.ts";
import type { KindName } from "../mix.ts";
import { repositoryFiles } from "../repository.ts";
import { type Line, lineTo } from "./line.ts";
import { emptyMachine, type Machine, secondsOf } from "./machine.ts";
import { CHANGES, type ColdRecord } from "./rows.ts";
import { coldRunnerText } from "./table.ts";

const { values } = parseArgs({
  options: {
    services: { type: "string", default: "50" },
    kinds: { type: "string" },
    work: { type: "string", default: "/var/tmp/multistage-cold" },
    document: { type: "boolean", default: false },
    records: { type: "string", default: join(PROJECT, "ci/bench/cold/records.jsonl") },
  },
});

const FAR = { delayMs: 20, bytesPerSecond: 50e6 };
const work = resolve(values.work);
const repository = join(work, "repository");
const kinds = values.kinds?.split(",") as KindName[] | undefined;
const file = resolve(values.records);
const records: ColdRecord[] = [];

/** The generated repository, with services of the wanted kinds alone. */
async function prepared(): Promise<number> {
  rmSync(repository, { recursive: true, force: true });
  mkdirSync(repository, { recursive: true });
  const all = repositoryFiles(Number(values.services), "fifty", await readTemplates());
  const isWanted = (path: string) =>
    !path.startsWith("services/") || !kinds || kinds.some((kind) => path.startsWith(`services/${kind}-`));
  const files = Object.fromEntries(Object.entries(all).filter(([path]) => isWanted(path)));
  await checkout(repository, files);
  const names = Object.keys(files).flatMap((path) => /^services\/([^/]+)\//.exec(path)?.[1] ?? []);
  return new Set(names).size;
}

const published = (line: Line, more: string[] = []) => [
  ...[join(PROJECT, "daggerw"), "call", "publish-all", "--source", repository, "--engine", "buildah"],
  ...[
    "--bases",
    "debian",
    "--environment",
    "testing",
    "--registry",
    `${line.host}/${prefixOf(more)}`,
    "--plain-http",
    ...more,
  ],
];

/** What is built without the cache goes elsewhere: its layers would be there for the others. */
const prefixOf = (more: string[]) => (more.includes("off") ? "plain" : "team");

/** Measures one `publish-all` and keeps it. */
async function row(name: string, line: Line, machine: Machine, services: number, more: string[] = []) {
  const [load = 0] = loadavg();
  const at = new Date().toISOString();
  line.traffic();
  const seconds = await secondsOf(machine, repository, published(line, more));
  const how = line === far ? ("far" as const) : ("direct" as const);
  const record = { row: name, line: how, services, kinds: values.kinds ?? "all kinds", seconds };
  records.push({ ...record, ...line.traffic(), load, at });
  appendFileSync(file, `${JSON.stringify(records.at(-1))}\n`);
  process.stdout.write(`${JSON.stringify(records.at(-1))}\n`);
}

/** One file of a kind changed, on empty machines: all of it, and its service alone without the cache. */
async function changes(services: number): Promise<void> {
  for (const [kind, { path, change }] of Object.entries(CHANGES)) {
    const full = join(repository, path);
    if (!existsSync(full)) continue;
    const text = readFileSync(full, "utf8");
    for (const [time, how] of [
      ["without", ["--cache", "off", "--only", `${kind}-1`, "--independent"]],
      ["", []],
    ].entries()) {
      const [name, more] = how as [string, string[]];
      await checkout(repository, { [path]: change(text, time) });
      const own = ["--version", `${kind}-${time}`, ...more];
      await row(
        [kind, name].filter(Boolean).join(" "),
        direct,
        await emptyMachine(work, "second"),
        services,
        own,
      );
    }
    await checkout(repository, { [path]: text });
  }
}

await ensureTools(["buildah", "skopeo", "git"]);
mkdirSync(work, { recursive: true });
const services = await prepared();
const registry = await localRegistry();
const [direct, far] = [await lineTo(registry.host), await lineTo(registry.host, FAR)];
try {
  await row("without", direct, await emptyMachine(work, "first"), services, [
    "--cache",
    "off",
    "--version",
    "0",
  ]);
  const first = await emptyMachine(work, "first");
  await row("fills", direct, first, services, ["--version", "1"]);
  await row("nothing known", direct, first, services, ["--version", "2"]);
  await row("nothing", direct, await emptyMachine(work, "second"), services, ["--version", "3"]);
  await row("nothing", far, await emptyMachine(work, "second"), services, ["--version", "4"]);
  await changes(services);
} finally {
  await Promise.all([direct, far].map((line) => line.stop()));
  await registry.stop();
}
if (values.document) {
  const path = join(PROJECT, "docs/bench.md");
  writeFileSync(path, withMeasured(readFileSync(path, "utf8"), coldRunnerText(records), "cold runner"));
}
