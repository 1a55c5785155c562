import { join } from "node:path";
import type { Parent, Parents, RemoteImage } from "../../src/engine.ts";
import type { PlannedService } from "../../src/pipeline/plan.ts";
import { layersSize } from "../../src/publish/oci.ts";
import { ensureImage, imageHere } from "./bases/store.ts";
import { buildah } from "./builders/buildah.ts";
import type { Builder } from "./builders/builder.ts";
import { laidOut } from "./images/layout.ts";
import type { LocalProgress } from "./output/progress.ts";
import { inScratch } from "./process/scratch.ts";
import type { LocalSkopeo } from "./publish/skopeo.ts";
import { pull, push } from "./publish/transfer.ts";
import { rememberDependencies, rememberedDependencies, rememberTaken } from "./state/dependencies.ts";

/** What images that builds start from are taken and given with. */
export interface ParentTools {
  builder: Builder;
  progress: Pick<LocalProgress, "event">;
  /** Who asks which registry. */
  access: LocalSkopeo;
  /** Builds a plan under a name. */
  build(planned: PlannedService, reference: string): Promise<unknown>;
}

/** Images that builds start from in the stores of this machine: bases in buildah's, dependencies in the builder's. */
export class LocalParents implements Parents {
  readonly mirror = process.env.MULTISTAGE_DEBIAN_MIRROR;
  readonly #tools: () => Promise<ParentTools>;

  constructor(tools: () => Promise<ParentTools>) {
    this.#tools = tools;
  }

  async has({ kind, key, address, planned }: Parent): Promise<"taken" | "made" | undefined> {
    if (kind === "base") return (await imageHere(address)) ? "made" : undefined;
    const { builder } = await this.#tools();
    const images = await builder.images();
    const made = await rememberedDependencies(key);
    if (made && planned.bases.every(({ address }) => made[address] === (images.get(address) ?? "")))
      return "made";
    if (!images.has(address)) return undefined;
    await rememberTaken(key);
    return "taken";
  }

  async made({ key, planned }: Parent): Promise<void> {
    const images = await (await this.#tools()).builder.images();
    const bases = planned.bases.map(({ address }) => [address, images.get(address) ?? ""]);
    await rememberDependencies(key, Object.fromEntries(bases));
  }

  async take(parent: Parent, remote: RemoteImage): Promise<string> {
    const { address, planned, kind } = parent;
    const { builder, progress } = await this.#tools();
    const stage = titleOf(parent);
    progress.event(planned.service.name, { kind: "step", stage, text: "pulling it from the shared cache" });
    if (kind === "base") await ensureImage(address, { make: () => this.#pulled(buildah, address, remote) });
    else await this.#pulled(builder, address, remote).then(() => rememberTaken(parent.key));
    return address;
  }

  /** Answers the image's identifier. */
  async #pulled(builder: Builder, address: string, remote: RemoteImage): Promise<string> {
    const { access } = await this.#tools();
    const { repository, digest: reference, manifest } = remote;
    await inScratch(async (scratch) => {
      const directory = join(scratch, "image");
      await pull({ repository, reference, directory, bytes: layersSize(manifest) }, access);
      await builder.load(directory, address);
    });
    return manifest.config.digest.replace("sha256:", "");
  }

  async upload(parent: Parent, repository: string, tag: string): Promise<string> {
    const { builder, access, build } = await this.#tools();
    const { kind, address, planned } = parent;
    if (kind === "dependencies") await build(planned, address);
    return inScratch(async (scratch) => {
      const directory = join(scratch, "image");
      await (kind === "base" ? buildah : builder).save(address, directory);
      const { digest, manifest } = await laidOut(directory);
      await push({ repository, reference: tag, directory, bytes: layersSize(manifest) }, access);
      return digest;
    });
  }
}

function titleOf({ base }: Parent): string {
  return base ? ["base", base.name, base.version].filter(Boolean).join(" ") : "dependencies";
}
