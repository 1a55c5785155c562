import { refuseUnpinned } from "./addresses.ts";

/** @throws where a base has no digest that `bases.lock` could hold, or doesn't hold: what `--frozen` asks for. */
export function refuseLoose(bases: { address: string }[]): void {
  if (bases.some(({ address }) => address.startsWith("localhost/multistage/")))
    throw new RangeError(
      "--frozen: bases made of Debian packages aren't in bases.lock: leave --frozen out, or say --bases registry",
    );
  refuseUnpinned([...new Set(bases.map(({ address }) => address))].map((address) => ({ address })));
}
