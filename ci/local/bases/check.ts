import { $ } from "zx";
import { asRoot } from "../builders/buildah-store.ts";
import { marked } from "../builders/leftovers.ts";
import { TRUSTED_PATHS } from "../builders/trust.ts";

/** Reads an image's trusted certificates without running anything in it; cleans up before it answers. */
const HASHES = `
container=$(buildah from --pull-never ${marked().join(" ")} "$0")
hashes=$(cd "$(buildah mount "$container")" && sha256sum ${Object.values(TRUSTED_PATHS)
  .map((path) => `.${path}`)
  .join(" ")} 2>/dev/null)
buildah rm "$container" >/dev/null
echo "$hashes"`;

/**
 * Holds that building a base left nothing of the machine's certificates in it: what it trusts is, byte
 * for byte, what its root trusted before any command ran.
 *
 * @throws Error where it isn't.
 */
export async function sameTrust(image: string, root: string): Promise<void> {
  const [ours, before] = [await hashes(image), await hashes(root)];
  if (ours !== before)
    throw new Error(`the base trusts other certificates than the packages it is made of: ${ours}`);
}

async function hashes(image: string): Promise<string> {
  return (await $({ quiet: true })`${asRoot()} sh -c ${HASHES} ${image}`).stdout;
}
