import { oneLine } from "../../../src/report/control-characters.ts";
import type { Check, Finding, Machine, Standing } from "./check.ts";
import { bad } from "./check.ts";
import { buildah, dagger, docker, engine, podman } from "./engines.ts";
import { cache, certificates, clock, disk, node, proxy } from "./machine-checks.ts";
import { git, pinned, registriesOf, registry, settings, shadows } from "./repository-checks.ts";

/** Every check, in the order in which a machine is set up. */
function checksFor(standing: Standing): Check[] {
  const registries = registriesOf(standing);
  return [
    node,
    engine,
    dagger,
    docker,
    buildah,
    podman,
    cache,
    disk,
    clock(registries),
    certificates,
    proxy,
    git,
    settings,
    ...registries.map(registry),
    pinned,
    shadows,
  ];
}

/** A check's name with what it found. */
export interface Found extends Finding {
  name: string;
}

/** What all checks find; one that fails itself is a finding, too. */
export function examine(machine: Machine, standing: Standing): Promise<Found[]> {
  return Promise.all(
    checksFor(standing).map(async ({ name, find }) => {
      const failed = (error: Error) => bad(error.message);
      const found = await Promise.resolve()
        .then(() => find(machine, standing))
        .catch(failed);
      return { name, ...found };
    }),
  );
}

const SIGNS = { good: "✓", weak: "!", bad: "✗" };

/** A line a check; below it what mends it. */
export function doctorText(found: Found[]): string {
  const width = Math.max(...found.map(({ name }) => name.length));
  const lines = found.flatMap(({ name, state, said, mend }) => [
    `${SIGNS[state]} ${name.padEnd(width)}  ${oneLine(said)}`,
    ...(mend ? [`  ${" ".repeat(width)}  → ${oneLine(mend)}`] : []),
  ]);
  return lines.join("\n");
}
