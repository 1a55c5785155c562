import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { $ } from "zx";
import { requireAll } from "../src/publish/pool.ts";
import { ensureDebianBase } from "./local/bases/bases.ts";
import { asRoot } from "./local/builders/buildah-store.ts";
import { cacheDir, PROJECT } from "./local/paths.ts";
import type { TestStore } from "./test-store.ts";

const BASE = /^localhost\/multistage\/(?<name>[^:]+):(?<version>.+)-[0-9a-f]{12}$/;

/**
 * Makes the Debian bases of the project's own services, a few at a time, and puts them into a second store, too: copying takes
 * seconds, making a minute each.
 *
 * @param cache the second store's cache directory: what `XDG_CACHE_HOME` will be.
 */
export async function makeBasesOnce(store: TestStore, cache: string): Promise<void> {
  const bases = await addresses();
  await requireAll(bases, (base) => {
    const { name = "", version } = BASE.exec(base)?.groups ?? {};
    return ensureDebianBase(name, version, (line) => process.stdout.write(`${line}\n`));
  });
  await copyInto(store, cache, bases);
}

/** Names of the bases by which the project's services are planned. */
async function addresses(): Promise<string[]> {
  const planned = $({ quiet: true })`${join(PROJECT, "daggerw")} call plan --bases debian --json`;
  const { services } = JSON.parse((await planned).stdout) as { services: { stages?: { base: string }[] }[] };
  const bases = services.flatMap(({ stages = [] }) => stages.map(({ base }) => base));
  return [...new Set(bases)].filter((base) => BASE.test(base));
}

/** With the notes without which an image counts as no base. */
async function copyInto(
  { driver, graphRoot, runRoot }: TestStore,
  cache: string,
  bases: string[],
): Promise<void> {
  for (const name of bases) {
    const to = `containers-storage:[${driver}@${graphRoot}+${runRoot}]${name}`;
    await $({ quiet: true })`${asRoot()} skopeo copy --quiet containers-storage:${name} ${to}`;
  }
  mkdirSync(join(cache, "multistage"), { recursive: true });
  cpSync(cacheDir("bases"), join(cache, "multistage/bases"), { recursive: true });
}
