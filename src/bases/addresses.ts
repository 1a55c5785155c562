import { badInput } from "../failure.ts";
import { ownValue } from "../untrusted-json.ts";

/** Where bases come from: public images, or made of Debian packages. */
export type BasesFrom = "registry" | "debian";

/** One line of `bases.yaml`: the public image, and the version where a service names none. */
export interface BaseImage {
  /** With `{version}` where the version goes. */
  image: string;
  /** The newest that the image is known for. */
  version?: string;
}

/** `bases.yaml`, by name. */
export type BaseImages = Record<string, BaseImage>;

/** `bases.lock`: digest by image address, as a registry answered. */
export type BaseLock = Record<string, string>;

/** Where bases made of Debian packages have their names: in this machine's store alone. */
export const DEBIAN_PLACE = "localhost/multistage";

/** Where dependencies that other machines made have their names in a builder's store: no base of ours is called so. */
export const DEPENDENCIES_PLACE = "localhost/multistage-cache/dependencies";

/** Whether a base of this address is made of Debian packages. */
export function isDebian(address: string): boolean {
  return address.startsWith(`${DEBIAN_PLACE}/`);
}

/** The public image of a base, with its digest where the lock has it. */
export function registryAddress(bases: BaseImages, lock: BaseLock) {
  return (name: string, version?: string): string => {
    const image = taggedImage(bases, name, version);
    const digest = ownValue(lock, image);
    return digest ? `${image}@${digest}` : image;
  };
}

/** The public image of a base by tag. */
export function taggedImage(bases: BaseImages, name: string, version?: string): string {
  const base = ownValue(bases, name);
  if (!base) throw badInput(`bases.yaml has no base "${name}": it names ${Object.keys(bases).join(", ")}`);
  const only = base.image.includes("{version}") ? undefined : base.version;
  if (only && version && version !== only && !version.startsWith(`${only}.`))
    throw badInput(
      `bases.yaml: the image of "${name}" has ${only} alone, and ${version} is asked for`,
      "name an image with {version} there, or this version in service.yaml",
    );
  return base.image.replace("{version}", version ?? base.version ?? "latest");
}

/** `bases.lock` as it is written: image and digest, a line each. */
export function lockText(lock: BaseLock): string {
  const heading =
    "# Digests of the images of bases.yaml, as their registries answered; written by `call pin`, not by hand.\n";
  return (
    heading +
    Object.entries(lock)
      .map(([image, digest]) => `${JSON.stringify(image)}: ${digest}\n`)
      .join("")
  );
}
