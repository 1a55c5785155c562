import type { Snapshot } from "../../files/snapshot.ts";
import { settingsOf } from "../../manifests/settings.ts";

/** What Nitro, which makes the servers of Nuxt and of others, is told to build for. */
export interface Preset {
  name: string;
  from: string;
}

/** Where settings of Nitro stand in those of a framework; a file of its own has them at the top. */
const PLACES = [
  { file: "nuxt.config", within: /\bnitro\s*:\s*\{[^}]*?\bpreset\s*:\s*["'`]([\w-]+)["'`]/ },
  { file: "app.config", within: /\bserver\s*:\s*\{[^}]*?\bpreset\s*:\s*["'`]([\w-]+)["'`]/ },
  { file: "nitro.config", within: /\bpreset\s*:\s*["'`]([\w-]+)["'`]/ },
];

/** Those that leave a program of Node: https://nitro.build/deploy/runtimes/node */
const NODE = /^node([-_](server|cluster))?$/;
/** Those that leave files: https://nitro.build/deploy/providers/github-pages */
const FILES = /^(static|github[-_]pages)$/;

/** The preset that a build script or a file of settings names. @param build the script, and those that it runs. */
export function nitroPreset(tree: Snapshot, build: string): Preset | undefined {
  const [, said] = /\bNITRO_PRESET=["']?([\w-]+)|--preset[= ]([\w-]+)/.exec(build) ?? [];
  if (said) return { name: said, from: "package.json" };
  for (const { file, within } of PLACES) {
    const settings = settingsOf(tree, [file]);
    const found = settings && within.exec(settings.text);
    if (!settings || !found?.[1]) continue;
    const line = settings.text.slice(0, found.index + found[0].length).split("\n").length;
    return { name: found[1], from: `${settings.file}:${line}` };
  }
  return undefined;
}

/** Whether a build by it leaves a site. */
export function makesFiles(preset: Preset | undefined): boolean {
  return preset !== undefined && FILES.test(preset.name);
}

/** The preset where what it leaves is started by neither Node nor a file server. */
export function foreignPreset(tree: Snapshot, build: string): Preset | undefined {
  const preset = nitroPreset(tree, build);
  return preset && !NODE.test(preset.name) && !makesFiles(preset) ? preset : undefined;
}
