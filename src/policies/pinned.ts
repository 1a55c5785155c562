import { isDebian } from "../bases/addresses.ts";
import type { Refusal } from "../failure.ts";

/**
 * A base has no digest that `bases.lock` could hold, or doesn't hold: what `--frozen` asks for.
 *
 * @param pinning the command that pins them.
 */
export function unpinned(bases: { address: string }[], pinning: string): Refusal | undefined {
  const addresses = [...new Set(bases.map(({ address }) => address))];
  if (addresses.some(isDebian))
    return {
      message: "--frozen: bases made of Debian packages aren't in bases.lock",
      next: "leave --frozen out, or say --bases registry",
    };
  const loose = addresses.filter((address) => !address.includes("@sha256:"));
  if (!loose.length) return undefined;
  return {
    message: `--frozen: not in bases.lock: ${loose.join(", ")}`,
    next: `pin them: ${pinning}`,
  };
}
