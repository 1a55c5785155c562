import { type Container, dag } from "@dagger.io/dagger";
import { type BaseImages, taggedImage } from "../bases/addresses.ts";

/** A repository's `bases.yaml` may name a mirror of it: any Debian or Ubuntu with apt. */
const BOOTSTRAP = "bootstrap";
const DEFAULT_BOOTSTRAP = "docker.io/library/debian:bookworm-slim";

/** A container with commands of Debian's, each in the package of its own name; the engine keeps it. */
export function debianTool(images: BaseImages, packages: string[]): Container {
  const bootstrap = images[BOOTSTRAP] ? taggedImage(images, BOOTSTRAP) : DEFAULT_BOOTSTRAP;
  const install = `apt-get update && apt-get install --yes --no-install-recommends ${packages.join(" ")}`;
  return dag
    .container()
    .from(bootstrap)
    .withEnvVariable("DEBIAN_FRONTEND", "noninteractive")
    .withExec(["sh", "-c", install]);
}
