import { $ } from "zx";
import { TRUSTED_PATHS } from "./bases-trust.ts";

/** Reads two images' trusted certificates without running anything in them. */
const HASHES = `
for image in "$0" "$1"; do
  container=$(buildah from --pull-never "$image")
  root=$(buildah mount "$container")
  (cd "$root" && sha256sum ${Object.values(TRUSTED_PATHS)
    .map((path) => `.${path}`)
    .join(" ")} 2>/dev/null | tr '\\n' ' ')
  echo
  buildah rm "$container" >/dev/null
done`;

/**
 * Holds that building a base left nothing of the machine's certificates in it: what it trusts is, byte
 * for byte, what its root trusted before any command ran.
 *
 * @throws Error where it isn't.
 */
export async function sameTrust(image: string, root: string): Promise<void> {
  const hashes = await $({ quiet: true })`${asRoot()} sh -c ${HASHES} ${image} ${root}`;
  const [ours, before] = hashes.stdout.split("\n");
  if (ours !== before)
    throw new Error(`the base trusts other certificates than the packages it is made of: ${ours}`);
}

/** Prefix of commands that need root in the image store's own user namespace. */
export function asRoot(): string[] {
  return process.getuid?.() === 0 ? [] : ["buildah", "unshare"];
}
