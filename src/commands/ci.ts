import type { Engine } from "../engine.ts";
import type { CiSettings } from "../publish/ci-settings.ts";
import { settingsIn } from "../publish/destination-plan.ts";
import { ciOf, SETTINGS_FILE } from "../publish/settings.ts";
import { readRepository, refuseEnvironment } from "./repository.ts";

/**
 * `ci`: what a CI's pipeline is made from.
 *
 * @throws a `Failure` (exit 2) for what is wrong with `multistage.yaml`, or an environment that nothing names.
 */
export async function ci(engine: Engine): Promise<CiSettings> {
  const settings = ciOf(settingsIn(engine.snapshot.text(SETTINGS_FILE)));
  const repository = await readRepository(engine);
  for (const name of [settings.publish, settings.promote]) refuseEnvironment(repository, name);
  return settings;
}
