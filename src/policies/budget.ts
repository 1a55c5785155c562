import type { Refusal } from "../failure.ts";
import { bytes } from "../report/text.ts";

/** An image as its budget looks at it. */
interface Weighed {
  /** Uncompressed bytes of all layers. */
  sizeBytes: number;
  /** Absent where an engine tells no layers. */
  layers?: { sizeBytes: number; createdBy: string }[];
}

/** From here on an image for which nobody set a budget is remarked upon: 200 MB. */
const REMARKABLE_BYTES = 200_000_000;

/**
 * An image is larger than its service allows; nothing is where its service says no budget.
 *
 * @param listing the command that lists what is in it.
 */
export function overBudget(
  { name, budgetBytes }: { name: string; budgetBytes?: number },
  { sizeBytes, layers = [] }: Weighed,
  listing: string,
): Refusal | undefined {
  if (budgetBytes === undefined || sizeBytes <= budgetBytes) return undefined;
  const largest = [...layers].sort((a, b) => b.sizeBytes - a.sizeBytes).slice(0, 5);
  return {
    message: `${name}: the image has ${bytes(sizeBytes)}, its budget is ${bytes(budgetBytes)}`,
    lines: largest.map((layer) => `${bytes(layer.sizeBytes)}  ${layer.createdBy}`),
    next: `raise \`budget:\` in its service.yaml, or cut what it holds: ${listing}`,
    policy: true,
  };
}

/** What is said of an image that is large, and that nothing holds to a size. */
export function unbudgeted(
  { budgetBytes }: { budgetBytes?: number },
  { sizeBytes }: Pick<Weighed, "sizeBytes">,
): string | undefined {
  if (budgetBytes !== undefined || sizeBytes <= REMARKABLE_BYTES) return undefined;
  return `the image has ${bytes(sizeBytes)}, and no \`budget:\` in its service.yaml holds it to a size`;
}
