import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";

/** Where buildah keeps what it knows of its images or containers: `/var/lib/containers/storage/overlay-images`. */
export function storeFolder(of: "images" | "containers"): string {
  const { store } = JSON.parse(execFileSync("buildah", ["info"], { encoding: "utf8" }));
  return join(store.GraphRoot, `${store.GraphDriverName}-${of}`);
}

/** The working containers that there are: those that are recorded, and those with a directory. */
export function containers(): string[] {
  const listed = execFileSync("buildah", ["containers", "--all", "--json"], { encoding: "utf8" });
  const recorded: { id: string }[] = JSON.parse(listed || "null") ?? [];
  const directories = readdirSync(storeFolder("containers")).filter((name) => /^[0-9a-f]{64}$/.test(name));
  return [...new Set([...recorded.map(({ id }) => id), ...directories])].sort();
}
