import { type Container, dag, type Platform } from "@dagger.io/dagger";
import { type BaseImages, registryAddress } from "../bases/addresses.ts";
import { DEBIAN_BASES, debianAddress } from "../bases/debian.ts";
import type { BaseKit } from "../bases/debian-base.ts";
import { readBases, readLock } from "../bases/files.ts";
import { EPOCH, mmdebstrapArguments } from "../bases/mmdebstrap.ts";
import type { Root } from "../bases/root.ts";
import { servingVersion } from "../bases/versions.ts";
import type { Repository } from "./repository.ts";
import { debianTool } from "./tool.ts";
import { BaseOrigin } from "./types.ts";

/** Where one repository's stages start. */
export interface Bases {
  /** `bases.yaml` as read. */
  images: BaseImages;
  origin: BaseOrigin;
  /** How a plan and a Dockerfile name a base. */
  address(name: string, version?: string): string;
  /** The base itself. */
  base(name: string, version?: string, platform?: Platform): Container;
}

/** The repository's own bases, and the module's where it has none. */
export async function basesOf({ snapshot }: Repository, origin = BaseOrigin.Registry): Promise<Bases> {
  const own = snapshot.text("bases.yaml");
  const images = readBases(own ?? (await dag.currentModule().source().file("bases.yaml").contents()));
  const pinned = registryAddress(images, readLock(snapshot.text("bases.lock")));
  if (origin === BaseOrigin.Debian) {
    const tool = debianTool(images, ["mmdebstrap"]).withEnvVariable("SOURCE_DATE_EPOCH", String(EPOCH));
    return { images, origin, address: debianAddress, base: debianBases(tool) };
  }
  return {
    images,
    origin,
    address: pinned,
    base: (name, version, platform) => dag.container({ platform }).from(pinned(name, version)),
  };
}

/** Makes bases of Debian packages on the engine, which keeps them. */
function debianBases(tool: Container): Bases["base"] {
  return function base(name: string, wanted?: string, platform?: Platform): Container {
    if (platform) throw new RangeError(`--bases debian makes ${name} for the engine's own platform alone`);
    const definition = DEBIAN_BASES[name];
    if (!definition)
      throw new RangeError(`no Debian base "${name}": there are ${Object.keys(DEBIAN_BASES).join(", ")}`);
    const version = servingVersion(name, definition, wanted ?? definition.version);
    const kit: BaseKit<Container> = {
      root: (root) => unpacked(tool, root),
      base: (other, itsVersion) => base(other, itsVersion),
      named: (_name, stage) => stage,
    };
    return definition.recipe(kit, version);
  };
}

/** mmdebstrap mounts and changes its root while it configures packages, which containers may not by default. */
function unpacked(tool: Container, root: Root): Container {
  const tree = tool
    .withExec(["mmdebstrap", "--quiet", ...mmdebstrapArguments(root, TAR)], {
      insecureRootCapabilities: true,
    })
    .withExec(["sh", "-c", UNPACK]);
  // Copied: a directory of a container brings all of that container's layers into an image.
  return dag.container().withRootfs(dag.directory().withDirectory("/", tree.directory("/tree")));
}

const TAR = "/root.tar";

/**
 * Where a container has `update-ca-certificates`, engines run it around each command to add certificates of
 * their own: 4 s each time, and in vain where the tools that it calls are missing. Without it they append
 * to the bundle, provided that a root says it is Debian's. Java reads no bundle: its roots keep the command.
 */
const UNPACK = [
  "mkdir /tree",
  `tar --extract --numeric-owner --preserve-permissions --file ${TAR} --directory /tree`,
  `rm --force ${TAR}`,
  "{ [ -e /tree/etc/ca-certificates/update.d/jks-keystore ] || rm --force /tree/usr/sbin/update-ca-certificates; }",
  "{ [ -e /tree/etc/debian_version ] || touch /tree/etc/debian_version; }",
].join(" && ");
