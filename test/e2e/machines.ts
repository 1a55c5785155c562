import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll } from "vitest";
import { $ } from "zx";
import { asRoot } from "../../ci/local/builders/buildah-store.ts";
import { PROJECT } from "../../ci/local/paths.ts";
import { storageConf } from "../../ci/storage-conf.ts";
import type { BehindProxy } from "./registry-behind-proxy.ts";

/** Machines that have nothing, each a store, caches and a home of its own, while a file's tests run. */
export function emptyMachines(): () => Promise<Record<string, string>> {
  const stores: string[] = [];
  afterAll(async () => {
    for (const store of stores) await removeStore(store);
  });
  return async () => {
    const { GraphRoot, GraphDriverName } = JSON.parse((await $({ quiet: true })`buildah info`).stdout).store;
    const store = mkdtempSync(join(dirname(GraphRoot), "multistage-tests-"));
    const directory = mkdtempSync(join(tmpdir(), "multistage-machine-"));
    const [conf, home] = [join(directory, "storage.conf"), join(directory, "home")];
    writeFileSync(conf, storageConf(GraphDriverName, join(store, "store"), join(store, "run")));
    mkdirSync(home);
    stores.push(store);
    return { HOME: home, XDG_CACHE_HOME: join(directory, "cache"), CONTAINERS_STORAGE_CONF: conf };
  };
}

/** A builder that was killed leaves containers mounted until the next run sweeps; here comes none. */
async function removeStore(store: string): Promise<void> {
  const mounts = readFileSync("/proc/self/mounts", "utf8").split("\n");
  const below = mounts.flatMap((line) => line.split(" ")[1] ?? []).filter((at) => at.startsWith(`${store}/`));
  const quietly = $({ quiet: true });
  for (const at of below.reverse()) await quietly`umount --lazy ${at}`;
  await quietly`${asRoot()} rm -rf ${store}`;
}

/** Changes a byte in each layer of the entries of a repository whose tags begin so, in the registry's own store. */
export async function damageEntries(behind: BehindProxy, repository: string, begin: string) {
  for (const hex of await layersOf(behind, repository, begin)) flip(behind.registry.directory, hex);
}

/** Takes those layers from the repository, so that its entries name what other repositories have. */
export async function estrangeEntries(behind: BehindProxy, repository: string, begin: string) {
  const layers = join(
    behind.registry.directory,
    "docker/registry/v2/repositories",
    repository,
    "_layers/sha256",
  );
  for (const hex of await layersOf(behind, repository, begin)) rmSync(join(layers, hex), { recursive: true });
}

async function layersOf({ registry }: BehindProxy, repository: string, begin: string): Promise<Set<string>> {
  const place = `http://${registry.host}/v2/${repository}`;
  const { tags } = (await (await fetch(`${place}/tags/list`)).json()) as { tags: string[] };
  const headers = { accept: "application/vnd.oci.image.manifest.v1+json" };
  const found = new Set<string>();
  for (const tag of tags.filter((one) => one.startsWith(begin))) {
    const answer = await fetch(`${place}/manifests/${tag}`, { headers });
    const { layers } = (await answer.json()) as { layers: { digest: string }[] };
    for (const { digest } of layers) found.add(digest.replace("sha256:", ""));
  }
  return found;
}

function flip(directory: string, hex: string): void {
  const file = join(directory, "docker/registry/v2/blobs/sha256", hex.slice(0, 2), hex, "data");
  const bytes = readFileSync(file);
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
  writeFileSync(file, bytes);
}

/** Calls on a machine, and is killed when the registry is asked so; answers whether it was. */
export async function killedAt(
  { proxy }: BehindProxy,
  env: Record<string, string>,
  words: string[],
  point: RegExp,
): Promise<boolean> {
  const loader = join(PROJECT, "node_modules/tsx/dist/loader.mjs");
  const main = ["--import", loader, join(PROJECT, "ci/local/main.ts")];
  const run = spawn(process.execPath, [...main, "call", ...words], {
    stdio: "ignore",
    env: { ...process.env, ...env, CI: "true" },
  });
  let killed = false;
  proxy.answer = (_at, line) => {
    if (point.test(line)) killed = run.kill("SIGKILL") || killed;
    return undefined;
  };
  await once(run, "exit");
  proxy.answer = () => undefined;
  return killed;
}
