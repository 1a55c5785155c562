import type { Detection, Detector, Question } from "../detection/detection.ts";
import { entrypointFault } from "../detection/entrypoint.ts";
import { type Candidate, candidatesOf, strongest } from "../detection/precedence.ts";
import { withRecipe } from "../detection/recipe/detection.ts";
import type { ServiceLocation } from "../discovery/locations.ts";
import { join } from "../files/paths.ts";
import type { Snapshot } from "../files/snapshot.ts";
import { isLower } from "../manifests/version-order.ts";
import type { Fact, Microservice } from "../microservice.ts";
import type { Fault } from "../yaml/fault.ts";
import { suggestion } from "../yaml/nearest.ts";
import { commandFaults } from "./command.ts";
import { contextFaults } from "./context.ts";
import type { ParsedDescriptor } from "./descriptor.ts";
import { envFileWarnings } from "./env-files.ts";
import { fileFaults } from "./files.ts";
import { foreignLanguage } from "./foreign-languages.ts";
import { gitWarnings } from "./git-dependencies.ts";
import { inputFaults, patternFaults } from "./inputs.ts";
import { packageFaults } from "./packages.ts";
import { portWarnings } from "./ports.ts";
import { serviceNameOf } from "./service-name.ts";
import { complete } from "./with-defaults.ts";

/** One service, or what keeps it from being one. */
export function resolveService(
  tree: Snapshot,
  parsed: ParsedDescriptor,
  detectors: readonly Detector[],
  place: ServiceLocation,
): { service?: Microservice; faults: Fault[] } {
  // What a descriptor says but not as it must is at fault already: the files are not asked instead.
  if (!parsed.isReadable || (parsed.at("language") && !parsed.descriptor.language)) return { faults: [] };
  const chosen = chooseLanguage(tree, parsed, detectors, place);
  if ("fault" in chosen) return { faults: [chosen.fault] };
  const { language } = chosen;
  const isSaid = parsed.descriptor.language !== undefined;
  const read = withFacts(chosen.detection, place.facts);
  const detection = read && withRecipe(tree, language, read, isSaid);
  const name = serviceNameOf(tree, parsed, detection, place.name);
  const described = complete(tree, name.name, language.name, parsed.descriptor, detection);
  const more = [
    ...envFileWarnings(tree, language, described),
    ...portWarnings(described, parsed),
    ...(language.ownContext ? [] : gitWarnings(tree, parsed.descriptor, described)),
  ];
  const warnings = [...(described.warnings ?? []), ...more];
  const service = more.length ? { ...described, warnings } : described;
  const found = [
    name.fault,
    ...versionFaults(service, parsed),
    ...entrypointFaults(language, tree, parsed, detection?.entrypoints),
  ];
  const faults = [
    ...found.filter((fault) => fault !== undefined),
    ...inputFaults(tree, parsed),
    ...fileFaults(tree, parsed, language),
    ...contextFaults(tree, parsed, language),
    ...commandFaults(parsed, tree, language),
    ...(language.ownContext ? packageFaults(parsed) : patternFaults(service, parsed)),
    ...[...(detection?.faults ?? []), ...(language.faults?.(tree, service) ?? [])].map((fault) => ({
      ...fault,
      file: join(tree.directory, fault.file),
    })),
    ...(detection?.choices ?? [])
      .filter((choice) => isOpen(choice, parsed))
      .map((choice) => ask(choice, tree, parsed)),
  ];
  return { service, faults };
}

type Chosen = { language: Detector; detection?: Detection } | { fault: Fault };

/** With what is known of the place besides: that settles what files leave open. */
function withFacts(detection: Detection | undefined, facts: Fact[] = []): Detection | undefined {
  if (!detection || !facts.length) return detection;
  const open = detection.choices?.filter(({ field }) => !facts.some((fact) => fact.field === field));
  return { ...detection, facts: [...facts, ...detection.facts], choices: open };
}

/** The language that the descriptor names, or the one that the files tell. */
function chooseLanguage(
  tree: Snapshot,
  parsed: ParsedDescriptor,
  detectors: readonly Detector[],
  place: ServiceLocation,
): Chosen {
  const { language = place.language, packageManager, port, buildArguments } = parsed.descriptor;
  const entrypoint = parsed.descriptor.entrypoint ?? entrypointOf(place);
  const given = { entrypoint, packageManager: packageManager?.split("@")[0], port, buildArguments };
  if (language) {
    const detector = detectors.find(({ name }) => name === language);
    return detector
      ? { language: detector, detection: detector.detect(tree, given) }
      : { fault: unknownLanguage(parsed, detectors) };
  }
  const isAsFound = Object.values(given).every((value) => value === undefined);
  const [first, ...others] =
    (isAsFound && place.candidates) || strongest(candidatesOf(tree, detectors, given));
  return first && !others.length
    ? first
    : { fault: first ? ambiguous([first, ...others], tree, parsed) : nothing(tree, parsed, detectors) };
}

function entrypointOf({ facts }: ServiceLocation): string | undefined {
  return facts?.find(({ field }) => field === "entrypoint")?.value as string | undefined;
}

function unknownLanguage({ file, at, descriptor }: ParsedDescriptor, detectors: readonly Detector[]): Fault {
  const name = descriptor.language as string;
  const names = detectors.map((detector) => detector.name);
  const known = detectors.find(({ aliases }) => aliases?.includes(name));
  const hint = known ? `did you mean "${known.name}"?` : suggestion(name, names);
  return { file, ...at("language"), message: `unknown language "${name}"`, hint };
}

function ambiguous(candidates: Candidate[], tree: Snapshot, { file }: ParsedDescriptor): Fault {
  const readings = candidates.map(({ language, detection }) => `${language.name} (${detection.manifest})`);
  const hint = `say \`language: ${candidates[0]?.language.name}\` in ${file}`;
  return { file: tree.directory, message: `${readings.join(" or ")}?`, hint };
}

function nothing(tree: Snapshot, { file }: ParsedDescriptor, detectors: readonly Detector[]): Fault {
  const names = detectors.map(({ name }) => name);
  const foreign = foreignLanguage(tree);
  if (foreign)
    return {
      file: join(tree.directory, foreign.file),
      message: `${foreign.language} is built by a Dockerfile of its own, and there is none`,
      hint: "write one beside it",
    };
  return {
    file: tree.directory,
    message: `no language detected: expected ${detectors.flatMap(({ manifests }) => manifests).join(", ")}`,
    hint: `or say \`language: ${names.join("|")}\` in ${file}`,
  };
}

function isOpen({ field, unless = [] }: Question, { at }: ParsedDescriptor): boolean {
  return [field.replace(/^(test|lint)Command$/, "$1"), ...unless].every((name) => !at(name));
}

function ask(
  { field, values, expected, why, hint }: Question,
  tree: Snapshot,
  { file }: ParsedDescriptor,
): Fault {
  const asked = values.length
    ? `${field}: ${values.join(" or ")}?`
    : `no ${field} found: expected ${expected}`;
  const message = why ?? asked;
  const line = `say \`${field}: ${values[0] ?? "…"}\` in ${file}`;
  return { file: tree.directory, message, hint: hint ?? line };
}

function entrypointFaults(
  language: Detector,
  tree: Snapshot,
  parsed: ParsedDescriptor,
  known: string[] | undefined,
): Fault[] {
  const { entrypoint } = parsed.descriptor;
  if (!entrypoint) return [];
  const wrong = known ? unlisted(entrypoint, known) : entrypointFault(language, entrypoint, tree);
  return wrong ? [{ file: parsed.file, ...parsed.at("entrypoint"), ...wrong }] : [];
}

function unlisted(entrypoint: string, known: string[]): { message: string; hint?: string } | undefined {
  if (known.includes(entrypoint)) return undefined;
  return { message: `entrypoint: there is no "${entrypoint}"`, hint: suggestion(entrypoint, known) };
}

/** A version that the service's own manifest refuses. */
function versionFaults({ facts }: Microservice, { file, at, descriptor }: ParsedDescriptor): Fault[] {
  const lowest = facts.find(({ field }) => field === "minimumVersion");
  if (!descriptor.version || !lowest || !isLower(descriptor.version, String(lowest.value))) return [];
  const message = `version ${descriptor.version} is lower than ${lowest.value}, which ${lowest.from} asks for`;
  return [{ file, ...at("version"), message }];
}
