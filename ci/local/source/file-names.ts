import { isUtf8 } from "node:buffer";
import { lstatSync } from "node:fs";
import { badInput, type Failure } from "../../../src/failure.ts";
import { isIgnored } from "../../../src/files/is-ignored.ts";

/**
 * The names that git prints with `-z`.
 *
 * @throws a `Failure` (exit 2) where a file is there whose name isn't UTF-8, unless no build needs it: a name
 * that is read as another one would be left out silently.
 */
export function namesIn(output: Buffer, root: string): string[] {
  if (isUtf8(output)) return output.toString().split("\0").filter(Boolean);
  const names = output.toString("latin1").split("\0").filter(Boolean);
  return names.flatMap((name) => {
    const bytes = Buffer.from(name, "latin1");
    if (isUtf8(bytes)) return [bytes.toString()];
    if (isIgnored(bytes.toString().replace(/\/$/, "")) || !isThere(root, bytes)) return [];
    throw notUtf8(name.replace(/[\x80-\xff]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16)}`));
  });
}

/** The refusal of such a file. */
export function notUtf8(path: string): Failure {
  return badInput(`${path}: its name is not UTF-8`, "rename it, or remove it");
}

function isThere(root: string, path: Buffer): boolean {
  return lstatSync(Buffer.concat([Buffer.from(`${root}/`), path]), { throwIfNoEntry: false }) !== undefined;
}
