import { createHash } from "node:crypto";

/** The digest of a text or of bytes, as registries write it: `sha256:…`. */
export function sha256(content: string | Uint8Array): string {
  return `sha256:${createHash("sha256").update(content).digest("hex")}`;
}
