/** Names of images in a service's own Dockerfile: those that a registry has, and no other place. */

const PART = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
const HOST = "[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\\d{1,5})?";
const IMAGE = new RegExp(
  `^(?:(${HOST})/)??(${PART}(?:/${PART})*)(?::[\\w][\\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$`,
);

/** What containers' tools read before a colon as another place than a registry. */
const TRANSPORTS = [
  ...["atomic", "containers-storage", "dir", "docker", "docker-archive", "docker-daemon", "docker-image"],
  ...["oci", "oci-archive", "oci-layout", "ostree", "sif", "tarball"],
];

/** Why an image can't be started from, or undefined where a registry has it under that name. */
export function imageRefusal(image: string): string | undefined {
  const [, , path] = IMAGE.exec(image) ?? [];
  const transport = image.split(":")[0] ?? "";
  if (TRANSPORTS.includes(transport)) return `"${image}" names a place of this machine, no registry's image`;
  if (path === undefined) return `"${image}" is no name of a registry's image`;
  const host = hostOf(image);
  if (host && isOwnHost(host)) return `"${image}" is an image of this machine, and may be another service's`;
  return undefined;
}

/** An image with its registry: Docker's where it names none. Local images of the same name are not meant. */
export function qualified(image: string): string {
  if (hostOf(image)) return image;
  return `docker.io/${image.includes("/") ? image : `library/${image}`}`;
}

function hostOf(image: string): string | undefined {
  const [first = "", ...rest] = image.split("/");
  return rest.length && (/[.:]/.test(first) || first === "localhost") ? first : undefined;
}

/**
 * Whether a host, with or without a port, is the machine that builds, or what only that one reaches: loopback,
 * link-local addresses (where clouds tell credentials), and names that stand for them.
 */
export function isOwnHost(host: string): boolean {
  try {
    // However an address is written (127.1, 0x7f000001), this writes it in one way.
    const name = new URL(`http://${host}`).hostname.replace(/\.$/, "");
    return OWN.test(name);
  } catch {
    return true;
  }
}

const OWN =
  /^((.*\.)?localhost|.*\.internal|0\..*|127\..*|169\.254\..*|\[::1?\]|\[(::ffff:|fe[89ab]|fd00:ec2:).*)$/;
