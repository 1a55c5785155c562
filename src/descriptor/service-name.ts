import type { Detection } from "../detection/detection.ts";
import type { Snapshot } from "../files/snapshot.ts";
import type { Fault } from "../yaml/fault.ts";
import { matches, mended } from "../yaml/scalars.ts";
import type { ParsedDescriptor } from "./descriptor.ts";
import { serviceName } from "./text.ts";

/**
 * The descriptor's name, or the directory's; for the source root, whose own name is chance, the manifest's.
 *
 * @param found the name that it was found by, where that is another than its directory's.
 */
export function serviceNameOf(
  { directory }: Snapshot,
  { descriptor, file, at }: ParsedDescriptor,
  detection: Detection | undefined,
  found: string | undefined,
): { name: string; fault?: Fault } {
  if (descriptor.name) return { name: descriptor.name };
  if (directory === ".") return { name: rootName(found ?? detection?.name) };
  const name = found ?? directory.slice(directory.lastIndexOf("/") + 1);
  if (matches(serviceName, name) || at("name")) return { name };
  const meant = mended(serviceName, name, directory) ?? "NAME";
  const message = `an image can't be called "${name}": that takes ${serviceName.what}`;
  return { name: meant, fault: { file: directory, message, hint: `say \`name: ${meant}\` in ${file}` } };
}

/** `@acme/web` is `web`, `example.com/api/v2` is `api`. */
function rootName(manifest = "app"): string {
  const last =
    manifest
      .replace(/\/v\d+$/, "")
      .split("/")
      .at(-1) ?? "app";
  return matches(serviceName, last) ? last : (mended(serviceName, last, ".") ?? "app");
}
