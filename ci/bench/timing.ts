import { readFileSync } from "node:fs";
import { loadavg } from "node:os";
import { join } from "node:path";
import { $ } from "zx";
import type { Place } from "./places.ts";

/** How a command went. */
export interface Timed {
  wallSeconds: number;
  cpuSeconds: number;
  steps: number;
  exitCode: number;
  load: number;
  at: string;
  stdout: string;
}

const TIME = 'TIMEFORMAT="%R %U %S"; time "$@" >"$OUTPUTS.out" 2>"$OUTPUTS.err"';

/** Runs a command in a place. Its outputs are kept there, and its steps counted by what the store has more. */
export async function timed(place: Place, command: string[], name: string): Promise<Timed> {
  const outputs = join(place.directory, name.replaceAll(" ", "-"));
  const env = { ...place.env, OUTPUTS: outputs, LC_ALL: "C" };
  const [load = 0] = loadavg();
  const [at, before] = [new Date().toISOString(), imageCount(place)];
  const ran = await $({
    quiet: true,
    nothrow: true,
    env,
    cwd: place.repository,
  })`bash -c ${TIME} bash ${command}`;
  const [wallSeconds = 0, user = 0, system = 0] = ran.stderr.trim().split(" ").map(Number);
  return {
    wallSeconds,
    cpuSeconds: Number((user + system).toFixed(2)),
    steps: imageCount(place) - before,
    exitCode: ran.exitCode ?? 1,
    load,
    at,
    stdout: readFileSync(`${outputs}.out`, "utf8"),
  };
}

/** Every step that runs leaves an image. */
function imageCount({ store }: Place): number {
  return JSON.parse(readFileSync(join(store, "overlay-images", "images.json"), "utf8")).length;
}
