import { DEPLOYMENT_FILES } from "../../discovery/deployments/table.ts";
import { globs } from "../../files/globs.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import type { Microservice } from "../../microservice.ts";

/** Name of an image with a host: `registry.example/team/api:v1`. */
const IMAGE = /(?:image|tags)["']?\s*[:=]\s*\[?\s*["']?((?:[\w-]+\.)+[\w-]+(?::\d+)?\/[\w./-]+)/g;

/**
 * The registry and prefix that the repository's own deployment files give its services' images, and where they do.
 * Undefined where they name none, or several.
 */
export function registryNamed(
  snapshot: Snapshot,
  services: Microservice[],
): { registry: string; from: string } | undefined {
  const names = services.map(({ name }) => name);
  const files = snapshot.paths.filter(globs(DEPLOYMENT_FILES));
  const named = files.flatMap((file) =>
    [...(snapshot.text(file) ?? "").matchAll(IMAGE)].map(([, image = ""]) => ({ image, from: file })),
  );
  const own = named.filter(({ image }) => names.includes(image.slice(image.lastIndexOf("/") + 1)));
  const prefixes = new Map(own.map(({ image, from }) => [image.slice(0, image.lastIndexOf("/")), from]));
  const [first, ...others] = prefixes;
  return first && !others.length ? { registry: first[0], from: first[1] } : undefined;
}
