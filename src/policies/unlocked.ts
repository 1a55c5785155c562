import type { Refusal } from "../failure.ts";
import { type Fault, faultText } from "../yaml/fault.ts";

/** Packages that no lockfile pins: what `--frozen` refuses. @param found what services' manifests leave open. */
export function unlocked(found: Fault[]): Refusal | undefined {
  if (!found.length) return undefined;
  return { message: found.map((each) => `--frozen: ${faultText(each)}`).join("\n"), next: "" };
}
