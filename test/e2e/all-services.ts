import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { PROJECT } from "../../ci/local/paths.ts";
import type { RunResult, ServiceResult } from "../../src/report/result.ts";
import { callJson, type Ended, goService, inService, LOCAL } from "./command.ts";

/** Ways in which a service may be broken. */
export type Breakage = "compile" | "test" | "missing" | "descriptor" | "budget";

/** Every service of a throw-away repository: broken so, or whole; and what it needs. */
export type Shape = Record<string, { broken?: Breakage; needs?: string[] }>;

/** The files of a repository of tiny services. */
export function servicesOf(shape: Shape): Record<string, string> {
  return Object.assign(
    {},
    ...Object.entries(shape).map(([name, one]) => inService(name, filesOf(name, one))),
  );
}

function filesOf(name: string, { broken, needs = [] }: Shape[string]): Record<string, string> {
  const body = broken === "compile" ? "undefinedFunction()" : `println("${name}")`;
  const files = goService(body, broken === "test" ? 't.Fatal("two is not three")' : 't.Log("fine")');
  if (broken === "missing")
    files["main.go"] =
      'package main\n\nimport _ "embed"\n\n//go:embed gone.txt\nvar text string\n\nfunc main() {}\n';
  const descriptor = [
    ...(needs.length ? [`needs: [${needs.join(", ")}]`] : []),
    ...(broken === "budget" ? ["budget: 10 kB"] : []),
    ...(broken === "descriptor" ? ["entrypoint: ./cmd/gone"] : []),
  ];
  return descriptor.length ? { ...files, "service.yaml": `${descriptor.join("\n")}\n` } : files;
}

const schema = JSON.parse(readFileSync(join(PROJECT, "src/report/result.schema.json"), "utf8"));
const valid = new Ajv({ allErrors: true }).compile(schema);

/** Calls with `--json` and holds the answer against the published schema. */
export async function callValid(words: string[], env?: Record<string, string>) {
  return validated(await callJson([...words, ...LOCAL], env));
}

/** Holds an answer against the published schema. */
export function validated<T extends { data: RunResult }>(ended: T): T {
  if (!valid(ended.data)) throw new Error(`not as the schema says: ${JSON.stringify(valid.errors, null, 2)}`);
  return ended;
}

/** Names of the services of a result, by status. */
export function byStatus({ data }: Ended & { data: RunResult }, ...statuses: ServiceResult["status"][]) {
  return data.services.filter(({ status }) => statuses.includes(status)).map(({ name }) => name);
}

/** One service's result. */
export function named({ data }: { data: RunResult }, name: string): ServiceResult {
  const found = data.services.find((service) => service.name === name);
  if (!found) throw new Error(`the result has no service ${name}`);
  return found;
}
