import { type Container, dag, type Platform } from "@dagger.io/dagger";
import { type BaseImages, registryAddress } from "../bases/addresses.ts";
import { DEBIAN_BASES, debianAddress } from "../bases/debian.ts";
import type { BaseKit } from "../bases/debian-base.ts";
import { readLock } from "../bases/files.ts";
import { EPOCH, mmdebstrapArguments } from "../bases/mmdebstrap.ts";
import type { Root } from "../bases/root.ts";
import { servingVersion } from "../bases/versions.ts";
import { badInput } from "../failure.ts";
import { debianTool } from "./tool.ts";
import { BaseOrigin } from "./types.ts";

/** Where stages start. */
export interface Bases {
  origin: BaseOrigin;
  /** How a plan and a Dockerfile name a base. */
  address(name: string, version?: string): string;
  /** The base itself. */
  base(name: string, version?: string, platform?: Platform): Container;
}

/** @param lock text of `bases.lock`, where there is one. */
export function engineBases(images: BaseImages, lock: string | undefined, origin: BaseOrigin): Bases {
  if (origin === BaseOrigin.Debian) {
    const tool = debianTool(images, ["mmdebstrap"]).withEnvVariable("SOURCE_DATE_EPOCH", String(EPOCH));
    return { origin, address: debianAddress, base: debianBases(tool) };
  }
  const pinned = registryAddress(images, readLock(lock));
  return {
    origin,
    address: pinned,
    base: (name, version, platform) => dag.container({ platform }).from(pinned(name, version)),
  };
}

/** Makes bases of Debian packages on the engine, which keeps them. */
function debianBases(tool: Container): Bases["base"] {
  return function base(name: string, wanted?: string, platform?: Platform): Container {
    if (platform) throw badInput(`--bases debian makes ${name} for the engine's own platform alone`);
    const definition = DEBIAN_BASES[name];
    if (!definition)
      throw badInput(`no Debian base "${name}": there are ${Object.keys(DEBIAN_BASES).join(", ")}`);
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
