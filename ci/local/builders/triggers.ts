import type { DockerfileStage } from "../../../src/dockerfile/stage.ts";
import { badInput, EXIT, Failure } from "../../../src/failure.ts";
import { worthRetrying } from "../../../src/report/worth-retrying.ts";
import { type Captured, capture } from "../process/capture.ts";
import { OWN_PLATFORM } from "./platform.ts";

/** What a builder says of an image: instructions that run in every Dockerfile that starts from it, a line each. */
type Says = (image: string) => string[];

/**
 * Refuses bases of a service's own Dockerfile that bring instructions along (`ONBUILD`): nobody has read them, and they
 * can mount the caches of all services. One that isn't there is fetched for that, and then built on as it is.
 *
 * @param fetched the command that fetches an image, @param says the one that tells its instructions.
 * @throws a `Failure`: exit 2 for such a base; 75 or 1 for one that can't be had.
 */
export async function refuseTriggers(
  { stages, platform = OWN_PLATFORM }: { stages: DockerfileStage[]; platform?: string },
  fetched: Says,
  says: Says,
): Promise<void> {
  const names = stages.map(({ name }) => name.toLowerCase());
  const own = stages.filter(({ text, base }) => text !== undefined && base !== "scratch");
  const bases = own.map(({ base }) => base).filter((base) => !names.includes(base.toLowerCase()));
  for (const base of new Set(bases)) {
    const image = forPlatform(base, platform);
    const known = await asked(says(image));
    if (known.exitCode !== 0) told(await asked(fetched(image)), image);
    const said = known.exitCode === 0 ? known : await asked(says(image));
    const [trigger] = told(said, image).split("\n").filter(Boolean);
    if (trigger)
      throw badInput(
        `the base ${base} brings an instruction along: ONBUILD ${trigger}`,
        "start from another",
      );
  }
}

/** Builders know these alone in a `FROM`. */
function forPlatform(base: string, platform: string): string {
  const [os = "", architecture = ""] = platform.split("/");
  const [ownOs = "", ownArchitecture = ""] = OWN_PLATFORM.split("/");
  const values = { TARGETOS: os, TARGETARCH: architecture, BUILDOS: ownOs, BUILDARCH: ownArchitecture };
  return Object.entries(values).reduce(
    (text, [name, value]) =>
      text.replaceAll(`\${${name}}`, value).replace(new RegExp(`\\$${name}\\b`, "g"), value),
    base,
  );
}

function asked([command = "", ...words]: string[]): Promise<Captured> {
  return capture(command, words, {});
}

function told({ exitCode, output, errors }: Captured, image: string): string {
  if (exitCode === 0) return output.toString().trim();
  const lines = errors.toString().trim().split("\n").slice(-10);
  throw new Failure(`the base ${image} can't be had`, {
    exitCode: worthRetrying(lines) ? EXIT.retry : EXIT.service,
    lines,
  });
}
