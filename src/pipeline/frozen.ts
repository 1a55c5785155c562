import { refuseUnpinned } from "../bases/addresses.ts";
import { faultText } from "../yaml/fault.ts";
import type { PlannedService } from "./plan.ts";

/**
 * What `--frozen` asks for.
 *
 * @throws RangeError where a build depends on what may be another tomorrow: packages that no lockfile pins, bases that
 *   have no digest in `bases.lock`.
 */
export function refuseUnfrozen(plans: Pick<PlannedService, "service" | "bases">[]): void {
  const unlocked = plans.flatMap(({ service }) => service.unlocked ?? []);
  if (unlocked.length)
    throw new RangeError(unlocked.map((each) => `--frozen: ${faultText(each)}`).join("\n"));
  refuseUnpinned(plans.flatMap(({ bases }) => bases));
}
