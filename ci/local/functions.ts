import type { Callable, Flags } from "./arguments.ts";
import type { CallOptions, Chain, Output } from "./call.ts";
import { buildAll, testAll } from "./commands/all.ts";
import { artifact, build, lint, test } from "./commands/build.ts";
import { promote, publish, publishAll, rollback } from "./commands/publish.ts";
import { affected, dockerfile, matrix, pin, plan, services } from "./commands/read.ts";
import { flagsOf, helpFor } from "./flags.ts";
import { MACHINE_FUNCTIONS } from "./machine-functions.ts";

export interface LocalFunction extends Callable {
  verbs: Record<string, Flags>;
  /** The flag that a word without one is the value of: `build api` is `build --service api`. */
  takes?: string;
  /** Of this command line alone: no engine has it. */
  isHere?: boolean;
  run(given: CallOptions, chain?: Chain): Promise<Output>;
}

const EXPORT: Flags = { path: { type: "string", help: "where to write", required: true } };
const ADDRESS: Flags = { address: { type: "string", help: "registry, name and tag", required: true } };

/** Verbs after a function: those of what it returns on an engine. */
const VERBS: Record<string, Record<string, Flags>> = {
  build: { export: EXPORT, publish: ADDRESS, terminal: {} },
  artifact: { export: EXPORT },
  pin: { export: EXPORT },
};

const RUNS: Record<string, LocalFunction["run"]> = {
  services,
  plan,
  build,
  artifact,
  test,
  lint,
  dockerfile,
  "build-all": buildAll,
  "test-all": testAll,
  publish,
  "publish-all": publishAll,
  promote,
  rollback,
  affected,
  matrix,
  pin,
};

/** What can be called: the module's functions, with its flags, and what is about this machine alone. */
export const FUNCTIONS: Record<string, LocalFunction> = {
  ...Object.fromEntries(Object.entries(RUNS).map(([name, run]) => [name, moduleFunction(name, run)])),
  ...Object.fromEntries(
    Object.entries(MACHINE_FUNCTIONS).map(([name, one]) => [name, { ...one, verbs: {}, isHere: true }]),
  ),
};

function moduleFunction(name: string, run: LocalFunction["run"]): LocalFunction {
  const flags = flagsOf(name);
  const takes = Object.hasOwn(flags, "service") ? "service" : undefined;
  return { help: helpFor(name), flags, verbs: VERBS[name] ?? {}, takes, run };
}
