import type { Detection } from "../detection/detection.ts";
import { join } from "../files/paths.ts";
import type { Snapshot } from "../files/snapshot.ts";
import type {
  EnvironmentSettings,
  Expectation,
  Extra,
  Fact,
  FactField,
  Microservice,
} from "../microservice.ts";
import { compare, type Fault } from "../yaml/fault.ts";
import type { Descriptor } from "./descriptor.ts";
import { ENVIRONMENTS } from "./environment.ts";
import { imageFiles } from "./files.ts";
import { mergedInputs } from "./inputs.ts";
import { linkFacts } from "./links.ts";
import { merged } from "./merged.ts";
import { sizeBytes } from "./size.ts";

/** A service with every field: the descriptor's over the detected over the default. */
export function complete(
  tree: Snapshot,
  name: string,
  language: string,
  said: Descriptor,
  detection: Detection | undefined,
): Microservice {
  const path = tree.directory;
  const facts = takenFacts(said, [...(detection?.facts ?? []), ...linkFacts(tree)]);
  const all = (field: FactField) =>
    facts.filter((fact) => fact.field === field).flatMap((fact) => fact.value as string[]);
  const value = <T>(field: FactField) => facts.find((fact) => fact.field === field)?.value as T | undefined;
  const files = imageFiles(tree, merged(said.files, all("files")));
  const context = said.context === undefined ? value<string>("context") : join(".", said.context);
  const [packageManager, packageManagerVersion] = said.packageManager?.split("@") ?? [];
  return {
    name,
    path,
    language,
    version: said.version ?? value("version"),
    minimumVersion: value("minimumVersion"),
    packageManager: packageManager ?? value("packageManager"),
    packageManagerVersion: packageManagerVersion ?? value("packageManagerVersion"),
    workspace: value("workspace"),
    entrypoint: said.entrypoint ?? value("entrypoint"),
    context,
    command: said.command ?? value("command"),
    startDirectory: value("startDirectory"),
    installs: value("installs"),
    importRoot: value("importRoot"),
    arguments: value("arguments"),
    member: value("member"),
    features: merged(undefined, all("features")),
    linkage: value("linkage"),
    preparation: optional(all("preparation")),
    buildCommand: value("buildCommand"),
    testCommand: said.test ?? value("testCommand"),
    lintCommand: said.lint ?? value("lintCommand"),
    port: said.port ?? value("port"),
    bundle: said.bundle,
    extras: merged(said.extras, all("extras") as Extra[]),
    packages: {
      build: merged(said.packages?.build, all("buildPackages")).sort(compare),
      runtime: merged(said.packages?.runtime, all("runtimePackages")).sort(compare),
    },
    files,
    workdir: value("workdir"),
    inputs: mergedInputs(
      path,
      [...(said.inputs ?? []), ...files.map(({ source }) => source), ...(context ? [context] : [])],
      all("inputs"),
    ),
    installInputs: optional(all("installInputs")),
    dependencies: value("dependencies"),
    needs: said.needs ?? [],
    buildArguments: said.buildArguments ?? {},
    variables: { ...assignments(all("variables")), ...said.variables },
    labels: said.labels ?? {},
    secrets: said.secrets ?? [],
    git: said.git,
    budgetBytes: said.budget ? sizeBytes(said.budget) : undefined,
    startCheck: said.startCheck ?? true,
    sharedCache: said.cache !== "private",
    environments: environmentsOf(said),
    expect: (said.expect ?? []).map(expectation),
    facts,
    ...warningsOf(path, detection),
  };
}

function warningsOf(
  path: string,
  detection: Detection | undefined,
): Pick<Microservice, "warnings" | "unlocked"> {
  const placed = (warning: Fault) => ({ ...warning, file: join(path, warning.file) });
  const unlocked = detection?.unlocked && placed(detection.unlocked);
  const warnings = [...(unlocked ? [unlocked] : []), ...(detection?.warnings ?? []).map(placed)];
  return { ...(warnings.length && { warnings }), ...(unlocked && { unlocked }) };
}

/** Facts that the descriptor doesn't overrule, the first of each field. */
function takenFacts(said: Descriptor, facts: Fact[]): Fact[] {
  const named = {
    ...said,
    testCommand: said.test,
    lintCommand: said.lint,
    arguments: said.command,
  } as Record<string, unknown>;
  const all: FactField[] = [
    ...(["inputs", "installInputs", "variables", "preparation"] as const),
    ...(["buildPackages", "runtimePackages", "extras", "files", "features"] as const),
  ];
  const overruled = ({ field }: Fact) => !all.includes(field) && named[field] !== undefined;
  const other =
    facts.find(({ field }) => field === "packageManager")?.value !== said.packageManager?.split("@")[0];
  const none: Partial<Record<FactField, string[]>> = {
    buildPackages: said.packages?.build,
    runtimePackages: said.packages?.runtime,
    extras: said.extras,
    files: said.files,
  };
  const unwanted = ({ field }: Fact) => none[field]?.length === 0;
  const stale = ({ field }: Fact) =>
    field === "packageManagerVersion" && Boolean(said.packageManager) && other;
  const taken = facts.filter((fact) => !overruled(fact) && !unwanted(fact) && !stale(fact));
  const isFirst = (fact: Fact, index: number) =>
    taken.findIndex(({ field }) => field === fact.field) === index;
  return taken.filter((fact, index) => all.includes(fact.field) || isFirst(fact, index));
}

function optional(values: string[]): string[] | undefined {
  return values.length ? values : undefined;
}

function assignments(variables: string[]): Record<string, string> {
  const pairs = variables.map((line) => [line.split("=")[0], line.slice(line.indexOf("=") + 1)]);
  return Object.fromEntries(pairs);
}

function environmentsOf({ environments = {} }: Descriptor): Record<string, EnvironmentSettings> {
  const names = new Set([...ENVIRONMENTS, ...Object.keys(environments)]);
  const nothing: EnvironmentSettings = { buildArguments: {}, variables: {}, labels: {} };
  return Object.fromEntries([...names].map((name) => [name, { ...nothing, ...environments[name] }]));
}

function expectation(said: Partial<Expectation>): Expectation {
  return { ...said, status: said.status ?? 200, headers: said.headers ?? {} };
}
