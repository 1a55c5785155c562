import { type DebianPlan, debianPlan } from "../../../src/bases/debian.ts";
import { sameTrust } from "./check.ts";
import { makeBase, makeRoot } from "./make.ts";
import { ensureImage, type LocalBase } from "./store.ts";

/** Takes one line of progress. */
export type Log = (line: string) => void;

/** How a base is wanted. */
export interface BaseOptions {
  /** Makes it and its roots anew, with the packages of today; false by default. */
  refresh?: boolean;
  /** Is told what is under way while it is made: `unpacking packages`. */
  part?(text: string): void;
}

/**
 * A base made of Debian packages, in buildah's image store under the name that `debianAddress` says.
 *
 * Made once (half a minute to two), kept until its definition changes or a refresh is asked for. Safe to
 * call from several processes at once, and after any of them was killed.
 * `MULTISTAGE_DEBIAN_MIRROR` replaces mmdebstrap's own package source: a mirror, a snapshot.
 *
 * @param version as a service names it; the base's default without one.
 * @throws a `Failure` for an unknown base or version, and where packages can't be had.
 */
export function ensureDebianBase(
  name: string,
  version: string | undefined,
  log: Log,
  options: BaseOptions = {},
): Promise<LocalBase> {
  return ensurePlan(debianPlan(name, version), log, options);
}

async function ensurePlan(plan: DebianPlan, log: Log, options: BaseOptions): Promise<LocalBase> {
  const { refresh, part } = options;
  return ensureImage(plan.reference, {
    refresh,
    async make(directory) {
      log(`base ${shortName(plan.reference)}: building, once for this machine`);
      const began = Date.now();
      for (const base of plan.bases) await ensurePlan(base, log, options);
      part?.("downloading and unpacking packages");
      for (const [reference, root] of Object.entries(plan.roots))
        await ensureImage(reference, { refresh, make: (own) => makeRoot(root, own) });
      part?.("building");
      const image = await makeBase(plan, directory);
      await sameTrust(image, plan.root);
      log(`base ${shortName(plan.reference)}: built in ${Math.round((Date.now() - began) / 1000)} s`);
      return image;
    },
  });
}

function shortName(reference: string): string {
  return reference.slice(reference.lastIndexOf("/") + 1);
}
