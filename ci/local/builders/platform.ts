import { existsSync } from "node:fs";
import { arch } from "node:os";
import type { BasesFrom } from "../../../src/bases/addresses.ts";
import { badInput } from "../../../src/failure.ts";
import { crosses } from "../../../src/languages/language.ts";
import { languageNamed } from "../../../src/languages/table.ts";
import type { Microservice } from "../../../src/microservice.ts";

/** Node's words for machines, where others have different ones. */
const MACHINES: Record<string, string> = { x64: "amd64", ppc64: "ppc64le", arm: "arm/v7" };

/** What builds here run on: `linux/amd64`. */
export const OWN_PLATFORM = `linux/${MACHINES[arch()] ?? arch()}`;

/** The kernel's names of emulators: one that is registered runs programs of its platform. */
const EMULATORS: Record<string, string> = { amd64: "x86_64", arm64: "aarch64" };

/**
 * Compilers of some languages make programs for other platforms; stages of all others run on the image's.
 *
 * @throws a `Failure` (exit 2) where nothing here could run those.
 */
export function refuseForeign(
  service: Microservice,
  platform: string,
  from: BasesFrom,
  builder: string,
): void {
  if (crosses(languageNamed(service.language), service)) return;
  const why = `${service.name}: ${service.language} doesn't compile for other platforms, so its stages would run on ${platform}`;
  if (from === "debian")
    throw badInput(`${why}, and --bases debian makes bases for this machine alone`, "--bases registry");
  const machine = platform.split("/")[1] ?? "";
  const emulator = `/proc/sys/fs/binfmt_misc/qemu-${EMULATORS[machine] ?? machine}`;
  if (builder === "buildah" && !existsSync(emulator))
    throw badInput(
      `${why}, and this machine has no emulator for it`,
      "install qemu-user-static, or build there",
    );
}
