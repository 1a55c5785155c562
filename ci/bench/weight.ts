import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { $ } from "zx";
import type { RunResult } from "../../src/report/result.ts";
import { imageOf } from "./commands.ts";
import type { Place } from "./places.ts";
import type { Variant } from "./records.ts";

/** Unique compressed bytes of the layers of all images, as `build-all` compressed them. */
export function weightOf({ services }: RunResult): number {
  const layers = services.flatMap((service) => service.layers ?? []);
  const unique = new Map(layers.map(({ digest, compressedBytes }) => [digest, compressedBytes]));
  return [...unique.values()].reduce((sum, bytes) => sum + bytes, 0);
}

/** The same of images in a store: written to one directory, where equal layers are one file. */
export async function weighed(place: Place, services: string[], variant: Variant): Promise<number> {
  const layout = join(place.directory, "layout");
  const run = $({ quiet: true, env: place.env });
  for (const service of services)
    await run`buildah push --quiet ${imageOf(service, variant)} oci:${layout}:${service}`;
  const directory = join(layout, "blobs", "sha256");
  const layers = readdirSync(directory)
    .map((name) => join(directory, name))
    .filter(isGzip);
  const bytes = layers.reduce((sum, path) => sum + statSync(path).size, 0);
  rmSync(layout, { recursive: true });
  return bytes;
}

/** Manifests and configurations are JSON. */
function isGzip(path: string): boolean {
  return readFileSync(path).subarray(0, 2).toString("hex") === "1f8b";
}
