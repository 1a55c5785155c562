import { ruleFaults } from "../../dockerfile/rules.ts";
import { baseArgument, userDockerfileFaults, withBuildArguments } from "../../dockerfile/user-dockerfile.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import type { Microservice } from "../../microservice.ts";
import { type Fault, faultText } from "../../yaml/fault.ts";

/** What a service's Dockerfile may not ask for, with the arguments that any of its environments gives it. */
export function dockerfileFaults(tree: Snapshot, service: Microservice): Fault[] {
  const file = service.entrypoint ?? "Dockerfile";
  const text = tree.text(file);
  if (text === undefined || userDockerfileFaults(file, text).length) return [];
  const environments = Object.values(service.environments).map(({ buildArguments }) => buildArguments);
  const found = [{}, ...environments].flatMap((own) => {
    const given = { ...service.buildArguments, ...own };
    return [...argumentFaults(file, given), ...ruleFaults(file, withBuildArguments(text, meant(given)))];
  });
  return [...new Map(found.map((fault) => [faultText(fault), fault])).values()];
}

/** A base of `bases.yaml` is whatever image it stands for. */
function meant(given: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, baseArgument(value) ? "base.invalid/base" : value]),
  );
}

/** BuildKit takes some arguments for itself: one names another program that reads the Dockerfile. */
function argumentFaults(file: string, given: Record<string, string>): Fault[] {
  const taken = Object.keys(given).find((name) => name.startsWith("BUILDKIT_"));
  return taken === undefined
    ? []
    : [{ file, message: `${taken} is no argument of a Dockerfile's`, hint: "leave it out" }];
}
