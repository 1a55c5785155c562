import { type Container, dag, ImageLayerCompression, type Secret } from "@dagger.io/dagger";
import type { Parents } from "../engine.ts";
import { cachesOf } from "../pipeline/dependency-layer.ts";
import type { PlannedService } from "../pipeline/plan.ts";
import { hostOf } from "../publish/reference.ts";

/** Who asks a registry, where it isn't the account that the engine's caller has for it. */
export interface ParentAccount {
  registryUsername?: string;
  registryPassword?: Secret;
}

/**
 * Dependencies that other machines made, as an engine has them: images by address. It keeps its own steps and can't say
 * which, and it makes its own bases.
 *
 * @param made the stage with dependencies of a plan, as the engine makes it.
 */
export function engineParents(
  account: ParentAccount,
  made: (planned: PlannedService) => Promise<Container>,
): Parents {
  return {
    onRequest: true,
    has: async ({ kind }) => (kind === "base" ? "made" : undefined),
    async take(_parent, { repository, digest }) {
      const address = `${repository}@${digest}`;
      // A command in it has its layers pulled: what isn't there whole fails here and not in the build.
      await imageAt(account, address).withExec(["true"]).sync();
      return address;
    },
    made: async () => {},
    async upload({ planned }, repository, tag) {
      const image = identified(await made(planned), account, repository);
      const address = `${repository}:${tag}`;
      const published = await image.publish(address, { forcedCompression: ImageLayerCompression.Zstd });
      return published.slice(published.lastIndexOf("@") + 1);
    },
  };
}

/** What a plan's dependencies were on another machine, with the caches that go on being mounted after them. */
export function takenDependencies(account: ParentAccount, planned: PlannedService): Container | undefined {
  if (planned.dependencies === undefined) return undefined;
  return cachesOf(planned).reduce<Container>(
    (to, { path, key }) => to.withMountedCache(path, dag.cacheVolume(key)),
    imageAt(account, planned.dependencies),
  );
}

function imageAt(account: ParentAccount, address: string): Container {
  return identified(dag.container(), account, address).from(address);
}

function identified(
  container: Container,
  { registryUsername, registryPassword }: ParentAccount,
  address: string,
): Container {
  if (!registryUsername || !registryPassword) return container;
  return container.withRegistryAuth(hostOf(address), registryUsername, registryPassword);
}
