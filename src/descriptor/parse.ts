import type { Fault } from "../yaml/fault.ts";
import { parseFile } from "../yaml/file.ts";
import type { Fields } from "../yaml/kinds.ts";
import type { Descriptor, ParsedDescriptor } from "./descriptor.ts";

/**
 * Reads a descriptor and finds every fault in it in one go.
 *
 * @param fields what it may say: `descriptorFields` of the languages that there are.
 * @param file its path relative to the source root; its directory is the service's.
 */
export function parseDescriptor(
  fields: Fields,
  file: string,
  text: string,
): ParsedDescriptor & { faults: Fault[] } {
  const { value: descriptor, ...parsed } = parseFile<Descriptor>(fields, file, text);
  return { descriptor, ...parsed };
}
