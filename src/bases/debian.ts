import { RecordedStage } from "../dockerfile/record.ts";
import { dockerfileStages, dockerfileText } from "../dockerfile/stages.ts";
import { badInput } from "../failure.ts";
import { DEBIAN_PLACE } from "./addresses.ts";
import type { BaseKit, DebianBase } from "./debian-base.ts";
import { contentKey } from "./key.ts";
import { mmdebstrapArguments } from "./mmdebstrap.ts";
import type { Root } from "./root.ts";
import { cc, nodeRuntime, pythonRuntime, staticBase } from "./runtimes.ts";
import { gcc, jdk, python, rust } from "./systems.ts";
import { debian, golang, node } from "./toolchains.ts";
import { servingVersion } from "./versions.ts";

/** Every base of `bases.yaml`, made of Debian packages. */
export const DEBIAN_BASES: Record<string, DebianBase> = {
  golang,
  node,
  python,
  rust,
  gcc,
  jdk,
  debian,
  static: staticBase,
  cc,
  "node-runtime": nodeRuntime,
  "python-runtime": pythonRuntime,
};

/** How one base comes to be: plain data, equal for equal definitions. */
export interface DebianPlan {
  /** `localhost/multistage/golang:1.26-0123456789ab`: name, version and the definition's key. */
  reference: string;
  dockerfile: string;
  /** Roots that the Dockerfile starts from, by reference. */
  roots: Record<string, Root>;
  /** Plans of other bases that the Dockerfile copies from. */
  bases: DebianPlan[];
  /** The root under the base itself. */
  root: string;
}

/** The local image of a base: the counterpart of the address in a registry. */
export function debianAddress(name: string, version?: string): string {
  const asked = JSON.stringify([name, version]);
  const address = addresses.get(asked) ?? debianPlan(name, version).reference;
  addresses.set(asked, address);
  return address;
}

/** Every service of a repository asks for the same few. */
const addresses = new Map<string, string>();

/**
 * Plans a base.
 *
 * @param version as a service names it; the base's own default without one.
 * @throws a `Failure` where there is no such base, or none for that version.
 */
export function debianPlan(name: string, version?: string): DebianPlan {
  const base = DEBIAN_BASES[name];
  if (!base) throw badInput(`no Debian base "${name}": there are ${Object.keys(DEBIAN_BASES).join(", ")}`);
  const serving = servingVersion(name, base, version ?? base.version);
  const kit = new PlanningKit();
  const stages = dockerfileStages(kit.named(name, base.recipe(kit, serving)));
  const dockerfile = dockerfileText(stages, [`Base ${name} ${serving}, made of Debian packages.`]);
  const reference = `${DEBIAN_PLACE}/${name}:${serving}-${contentKey(dockerfile)}`;
  return { reference, dockerfile, roots: kit.roots, bases: kit.bases, root: stages.at(-1)?.base ?? "" };
}

/** All that a base made of Debian packages depends on, besides the packages of the day. */
export function debianDefinition(name: string, version?: string): string {
  return definitionOf(debianPlan(name, version));
}

function definitionOf({ dockerfile, roots, bases }: DebianPlan): string {
  const unpacked = Object.values(roots).map((root) => mmdebstrapArguments(root, ""));
  return JSON.stringify([dockerfile, unpacked, bases.map(definitionOf)]);
}

/** The `ENV` instructions of a base: what its files alone don't tell. */
export function debianSettings(name: string, version?: string): string[] {
  const lines = debianPlan(name, version).dockerfile.split(/\n(?! )/);
  return lines
    .slice(lines.findLastIndex((line) => line.startsWith("FROM ")))
    .filter((line) => line.startsWith("ENV "));
}

class PlanningKit implements BaseKit<RecordedStage> {
  readonly roots: Record<string, Root> = {};
  readonly bases: DebianPlan[] = [];

  root(root: Root): RecordedStage {
    const reference = `${DEBIAN_PLACE}/root:${contentKey(mmdebstrapArguments(root, "").join("\n"))}`;
    this.roots[reference] = root;
    return new RecordedStage().from(reference);
  }
  base(name: string, version: string): RecordedStage {
    const plan = debianPlan(name, version);
    this.bases.push(plan);
    return new RecordedStage().from(plan.reference);
  }
  named(name: string, stage: RecordedStage): RecordedStage {
    return stage.named(name);
  }
}
