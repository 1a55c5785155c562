import type { Microservice } from "../microservice.ts";

/** A service that a change may have an effect on, and why. */
export interface Affected {
  name: string;
  /** For people: `services/api/main.go changed`. */
  reason: string;
}

/** Files of the source root that every service's build depends on. */
const SHARED = ["bases.yaml", "bases.lock"];

/**
 * Which services changed paths concern: those that the path lies in or is an input of, those that are
 * described otherwise than before, and those that need one of them.
 *
 * @param changed paths relative to the source root; both names of a renamed file, deleted ones too.
 * @param before the services as they were: an input that is gone is none any more.
 */
export function affectedBy(
  services: Microservice[],
  changed: readonly string[],
  before: Microservice[] = services,
): Affected[] {
  const direct = new Map<string, string>();
  for (const service of services) {
    const old = earlier(service, services, before);
    const inputs = [...new Set([...service.inputs, ...(old?.inputs ?? [])])];
    const reason = reasonFor({ ...service, inputs }, changed) ?? difference(service, old);
    if (reason) direct.set(service.name, reason);
  }
  return withDependents(services, direct);
}

/** The service as it was: several may lie at one path, and one that got another name is still the same. */
function earlier(
  { name, path }: Microservice,
  now: Microservice[],
  before: Microservice[],
): Microservice | undefined {
  const there = before.filter((each) => each.path === path);
  const isKept = ({ name: old }: Microservice) => now.some((each) => each.path === path && each.name === old);
  return there.find((each) => each.name === name) ?? there.find((each) => !isKept(each));
}

/** With those that need one of them, directly or through others. @param direct reasons by name. */
export function withDependents(services: Microservice[], direct: Map<string, string>): Affected[] {
  return services.flatMap(({ name }) => {
    const reason = direct.get(name) ?? throughNeeds(services, name, direct);
    return reason ? [{ name, reason }] : [];
  });
}

function reasonFor({ path, inputs }: Microservice, changed: readonly string[]): string | undefined {
  for (const file of changed) {
    if (SHARED.includes(file)) return `${file} changed`;
    if (within(file, path)) return `${file} changed`;
    const input = inputs.find((candidate) => within(file, candidate));
    if (input) return `${input} is one of its inputs, and ${file} changed`;
  }
  return undefined;
}

/** A file far above may tell a version: what it changes in the description counts, not where it lies. */
function difference(service: Microservice, old: Microservice | undefined): string | undefined {
  if (!old) return "there was no such service before";
  const fields = Object.keys({ ...old, ...service }).filter(
    (field) => !["facts", "warnings", "unlocked"].includes(field),
  );
  const text = (one: Microservice, field: string) => JSON.stringify(one[field as keyof Microservice]);
  const field = fields.find((each) => text(service, each) !== text(old, each));
  return (
    field && `its ${field} is ${text(service, field) ?? "not set"}, and was ${text(old, field) ?? "not set"}`
  );
}

/** A submodule is one changed path, though a directory within it may be what counts. */
function within(file: string, directory: string): boolean {
  return directory === "." || `${file}/`.startsWith(`${directory}/`) || directory.startsWith(`${file}/`);
}

function throughNeeds(
  services: Microservice[],
  name: string,
  direct: Map<string, string>,
  seen = new Set<string>(),
): string | undefined {
  if (seen.has(name)) return undefined;
  seen.add(name);
  for (const needed of services.find((service) => service.name === name)?.needs ?? [])
    if (direct.has(needed) || throughNeeds(services, needed, direct, seen))
      return `it needs ${needed}, which is affected`;
  return undefined;
}
