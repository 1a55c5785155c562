import type { Refusal } from "../failure.ts";
import { bytes } from "../report/text.ts";

/** An image as its budget looks at it. */
interface Weighed {
  /** Uncompressed bytes of all layers. */
  sizeBytes: number;
  /** Absent where an engine tells no layers. */
  layers?: { sizeBytes: number; createdBy: string }[];
}

/** An image is larger than its service allows. */
export function overBudget(
  { name, budgetBytes }: { name: string; budgetBytes: number },
  { sizeBytes, layers = [] }: Weighed,
): Refusal | undefined {
  if (sizeBytes <= budgetBytes) return undefined;
  const largest = [...layers].sort((a, b) => b.sizeBytes - a.sizeBytes).slice(0, 5);
  return {
    message: `${name}: the image has ${bytes(sizeBytes)}, its budget is ${bytes(budgetBytes)}`,
    lines: largest.map((layer) => `${bytes(layer.sizeBytes)}  ${layer.createdBy}`),
    next: `raise \`budget:\` in its service.yaml, or cut: ./daggerw call artifact --service ${name} lists what is in it`,
    policy: true,
  };
}
