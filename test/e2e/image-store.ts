import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";

/** Where buildah keeps what it knows of its images or containers: `/var/lib/containers/storage/overlay-images`. */
export function storeFolder(of: "images" | "containers"): string {
  const { store } = JSON.parse(execFileSync("buildah", ["info"], { encoding: "utf8" }));
  return join(store.GraphRoot, `${store.GraphDriverName}-${of}`);
}

/** The working containers that there are. */
export function containers(): string[] {
  return readdirSync(storeFolder("containers")).filter((name) => /^[0-9a-f]{64}$/.test(name));
}
