import { type Container, dag } from "@dagger.io/dagger";
import { taggedImage } from "../bases/addresses.ts";
import { basesOf } from "./bases.ts";
import type { Repository } from "./repository.ts";

/** A repository's `bases.yaml` may name a mirror of it: any Debian or Ubuntu with apt. */
const BOOTSTRAP = "bootstrap";
const DEFAULT_BOOTSTRAP = "docker.io/library/debian:bookworm-slim";

/** A container with commands of Debian's, each in the package of its own name; the engine keeps it. */
export async function debianTool(repository: Repository, packages: string[]): Promise<Container> {
  const { images } = await basesOf(repository);
  const bootstrap = images[BOOTSTRAP] ? taggedImage(images, BOOTSTRAP) : DEFAULT_BOOTSTRAP;
  const install = `apt-get update && apt-get install --yes --no-install-recommends ${packages.join(" ")}`;
  return dag
    .container()
    .from(bootstrap)
    .withEnvVariable("DEBIAN_FRONTEND", "noninteractive")
    .withExec(["sh", "-c", install]);
}
