import type { Refusal } from "../failure.ts";
import { bytes } from "../report/text.ts";

/** An image as its budget looks at it. */
interface Weighed {
  /** Uncompressed bytes of all layers. */
  sizeBytes: number;
  /** Absent where an engine tells no layers. */
  layers?: { sizeBytes: number; createdBy: string }[];
}

/**
 * An image is larger than its service allows.
 *
 * @param listing the command that lists what is in it.
 */
export function overBudget(
  { name, budgetBytes }: { name: string; budgetBytes: number },
  { sizeBytes, layers = [] }: Weighed,
  listing: string,
): Refusal | undefined {
  if (sizeBytes <= budgetBytes) return undefined;
  const largest = [...layers].sort((a, b) => b.sizeBytes - a.sizeBytes).slice(0, 5);
  return {
    message: `${name}: the image has ${bytes(sizeBytes)}, its budget is ${bytes(budgetBytes)}`,
    lines: largest.map((layer) => `${bytes(layer.sizeBytes)}  ${layer.createdBy}`),
    next: `raise \`budget:\` in its service.yaml, or cut what it holds: ${listing}`,
    policy: true,
  };
}
