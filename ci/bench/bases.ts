import { copyFileSync, existsSync, mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { $ } from "zx";
import { debianAddress } from "../../src/bases/debian.ts";
import { contentKey } from "../../src/bases/key.ts";
import { ensureDebianBase } from "../local/bases/bases.ts";
import { buildahFlags } from "../local/builders/buildah-flags.ts";
import { hostTrust } from "../local/builders/trust.ts";
import { cacheDir } from "../local/paths.ts";

const NEEDED: [name: string, version?: string][] = [
  ["golang"],
  ["node"],
  ["node", "20"],
  ["node-runtime", "20"],
  ["python"],
  ["python-runtime"],
  ["rust"],
  ["jdk"],
  ["cc"],
];

/**
 * A store with the bases of all services, and what `daggerw` notes once for a machine: which bases are whole,
 * where its certificates are, how buildah runs commands. Made once for the bases as they are; all variants of all sizes begin with it.
 */
export async function seededBases(work: string, log: (line: string) => void): Promise<string> {
  const addresses = NEEDED.map(([name, version]) => debianAddress(name, version));
  for (const [name, version] of NEEDED) await ensureDebianBase(name, version, log);
  await Promise.all([hostTrust({ java: true }), buildahFlags()]);
  const seed = join(work, `bases-${contentKey(addresses.join("\n"))}`);
  if (existsSync(seed)) return seed;
  const unfinished = `${seed}.unfinished`;
  const target = `[overlay@${unfinished}/store+${work}/run:overlay.skip_mount_home=true]`;
  for (const address of addresses)
    await $({
      quiet: true,
    })`skopeo copy --quiet containers-storage:${address} containers-storage:${target}${address}`;
  mkdirSync(join(unfinished, "multistage", "bases"), { recursive: true });
  for (const address of addresses) {
    const note = `${address.replace(/.*\//, "").replace(":", "-")}.json`;
    copyFileSync(cacheDir("bases", note), join(unfinished, "multistage", "bases", note));
  }
  await $({
    quiet: true,
  })`cp -a ${cacheDir("trust")} ${cacheDir("buildah-flags.json")} ${unfinished}/multistage/`;
  renameSync(unfinished, seed);
  return seed;
}
