import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { $ } from "zx";
import { basesIn, planEach, plannerOf } from "../src/commands/planning.ts";
import { readRepository } from "../src/commands/repository.ts";
import { ensureDebianBase } from "./local/bases/bases.ts";
import { asRoot } from "./local/builders/buildah-store.ts";
import { openLocal } from "./local/engine.ts";
import { plainProgress } from "./local/output/progress.ts";
import { cacheDir, PROJECT } from "./local/paths.ts";
import { storageConf } from "./storage-conf.ts";

const quietly = $({ quiet: true });

/** What services start from that name no version: tests have many of them, the example services have none. */
const ALSO = ["node-runtime"];

/**
 * Makes the Debian bases of the example services, and {@link ALSO}, in this machine's image store: most tests of
 * test/e2e start from them.
 */
export async function makeBases(): Promise<void> {
  const engine = await openLocal({ source: PROJECT }, plainProgress());
  const repository = await readRepository(engine);
  const plan = await plannerOf(engine, repository, { environment: "development" });
  const bases = basesIn(planEach(repository, repository.services, (service) => plan(service, "debian")));
  for (const { name, version } of new Map(bases.map((base) => [base.address, base])).values())
    await ensureDebianBase(name, version, engine.progress.note);
  for (const name of ALSO) await ensureDebianBase(name, undefined, engine.progress.note);
}

/**
 * An image store and caches beside the machine's own: on its file system and with its driver, so that they work where
 * that does. The machine's images are there, too, to read: bases are made once for all stores.
 */
export async function ownStore(directory: string) {
  const { GraphRoot, GraphDriverName } = JSON.parse((await quietly`buildah info`).stdout).store;
  const root = mkdtempSync(join(dirname(GraphRoot), "multistage-tests-"));
  const [conf, cache] = [join(directory, "storage.conf"), join(directory, "cache")];
  mkdirSync(directory);
  writeFileSync(conf, storageConf(GraphDriverName, join(root, "store"), join(root, "run"), [GraphRoot]));
  const notes = (path: string) => !/\.(lock|work)$/.test(path);
  mkdirSync(cacheDir("bases"), { recursive: true });
  cpSync(cacheDir("bases"), join(cache, "multistage/bases"), { recursive: true, filter: notes });
  return {
    env: { CONTAINERS_STORAGE_CONF: conf, XDG_CACHE_HOME: cache },
    remove: () => quietly`${asRoot()} rm -rf ${root}`,
  };
}
