import { createHash } from "node:crypto";

/** The digest of a text or of bytes, as registries write it: `sha256:…`. */
export function sha256(content: string | Uint8Array): string {
  return `sha256:${createHash("sha256").update(content).digest("hex")}`;
}

/** Whether a text is a digest as {@link sha256} writes it: only then may it become a file's name or an argument. */
export function isDigest(value: unknown): value is string {
  return typeof value === "string" && /^sha256:[0-9a-f]{64}$/.test(value);
}
