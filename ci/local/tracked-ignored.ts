import { existsSync } from "node:fs";
import { resolve } from "../../src/descriptor/resolve.ts";
import { trackedIgnoredFaults } from "../../src/descriptor/tracked-ignored.ts";
import { badInput } from "../../src/failure.ts";
import { LANGUAGES } from "../../src/languages/table.ts";
import { faultText } from "../../src/yaml/fault.ts";
import { trackedIgnored } from "./source/git.ts";
import { readSource } from "./source/source.ts";

/**
 * What an engine can't see, since such files don't reach it, is refused before it is asked.
 *
 * @throws a `Failure` (exit 2) where the wanted service, or any without one, would miss a file that git has.
 */
export async function refuseTrackedIgnored(root: string, service?: string): Promise<void> {
  const tracked = existsSync(root) ? await trackedIgnored(root) : [];
  if (!tracked.length) return;
  const { snapshot } = await readSource(root);
  const { services } = resolve(snapshot, LANGUAGES);
  const wanted = services.find(({ name }) => name === service)?.path;
  const faults = trackedIgnoredFaults(services, tracked).filter(
    (fault) => !wanted || !fault.service || fault.service === wanted,
  );
  if (faults.length) throw badInput(faults.map(faultText).join("\n"));
}
