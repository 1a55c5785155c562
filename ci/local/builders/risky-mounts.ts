import { TRUSTED } from "../../../src/cache/domain.ts";
import { instructionFlags } from "../../../src/dockerfile/flags.ts";
import { type Mount, optionOf, readMount } from "../../../src/dockerfile/mounts.ts";
import { instructionsOf } from "../../../src/dockerfile/parse.ts";
import type { DockerfileStage } from "../../../src/dockerfile/stage.ts";
import { badInput } from "../../../src/failure.ts";
import { resolveLinks } from "../source/links.ts";
import type { BuildRequest } from "./builder.ts";
import { knownVulnerabilities } from "./vulnerabilities.ts";

/** The holes by which a mount of a part leads out of a build, by a link that lies there. */
const LINKS = ["CVE-2024-1753", "CVE-2024-9675", "CVE-2024-11218"];

/**
 * Refuses mounts that this buildah would follow out of a build: those of a part of a stage or an image, whose links
 * nobody has seen, and those of a part of the context that lies behind a link.
 *
 * @param version as `buildah --version` says it.
 * @throws a `Failure` (exit 2) that names the mount and what mends it.
 */
export function refuseRiskyMounts(
  { stages, context }: Pick<BuildRequest, "stages" | "context">,
  version: string,
): void {
  const [hole] = knownVulnerabilities("buildah", version).filter((cve) => LINKS.includes(cve));
  if (!hole) return;
  const risky = mountsOf(stages).find((flag) => isRisky(readMount(flag), context));
  if (!risky) return;
  throw badInput(
    `${risky}: this buildah follows links in there out of the build (${hole})`,
    "mount the whole of a stage, or COPY from it; or build with buildah 1.39 or --engine docker",
  );
}

/**
 * Refuses mounts of untrusted sources below a directory of an image, where no container runtime makes them: `chroot`
 * follows a link in the directory's place, and makes the mount's place on the machine.
 *
 * @throws a `Failure` (exit 2) that names the mount and what mends it.
 */
export function refuseDeepMounts({
  stages,
  domain = TRUSTED,
}: Pick<BuildRequest, "stages" | "domain">): void {
  if (domain === TRUSTED) return;
  const deep = mountsOf(stages).find((flag) => {
    const mount = readMount(flag);
    const target = optionOf(mount, "target", "dst", "destination");
    return target === undefined
      ? mount.type !== "secret" && mount.type !== "ssh"
      : !/^\/[^/$]+\/?$/.test(target);
  });
  if (!deep) return;
  throw badInput(
    `${deep}: without a container runtime a link in the image could lead it out of the build, and ${domain} is not trusted`,
    "install runc or crun; or mount at a path of one part, as /cache",
  );
}

/** The mounts of a service's own Dockerfile. */
function mountsOf(stages: DockerfileStage[]): string[] {
  return stages
    .flatMap(({ text }) => (text === undefined ? [] : instructionsOf(text)))
    .filter(({ joined }) => /^RUN\s/i.test(joined))
    .flatMap(({ joined }) => instructionFlags(joined).flags)
    .filter((flag) => flag.startsWith("--mount"));
}

function isRisky(mount: Mount, context: string): boolean {
  if (mount.type !== "bind" && mount.type !== "cache") return false;
  const source = (optionOf(mount, "source", "src") ?? "").replace(/^\/+|\/+$/g, "");
  if (source === "" || source === ".") return false;
  if (optionOf(mount, "from") !== undefined || source.includes("$")) return true;
  const plain = source
    .split("/")
    .filter((part) => part !== "" && part !== ".")
    .join("/");
  return resolveLinks(context, plain) !== plain;
}
