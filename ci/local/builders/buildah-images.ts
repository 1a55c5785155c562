import { $ } from "zx";
import type { HeldPart } from "../../../src/cache/prune.ts";
import { buildahStore, type RecordedLayer, recordedImages, recordedLayers } from "./buildah-store.ts";
import type { BuilderImage } from "./builder.ts";

/** All images of buildah's store, those without a name among them: layers of builds are such. */
export async function storedImages(): Promise<BuilderImage[]> {
  const store = await buildahStore();
  const images = store && (await recordedImages(store));
  if (!images) return [];
  const layers = new Map((await recordedLayers(store)).map((layer) => [layer.id, layer]));
  return images.map(({ id, names, layer = "" }) => ({
    id,
    names: names ?? [],
    layers: chainOf(layer, layers),
    made: layers.get(layer)?.created?.slice(0, 10),
  }));
}

function chainOf(last: string, layers: Map<string, RecordedLayer>): HeldPart[] {
  const chain: HeldPart[] = [];
  for (let layer = layers.get(last); layer; layer = layers.get(layer.parent ?? ""))
    chain.push({ id: layer.id, bytes: layer["diff-size"] ?? 0 });
  return chain;
}

/** Removes images, those first that others were made from last; answers those that are in use. */
export async function forgetImages(images: string[]): Promise<string[]> {
  const left: string[] = [];
  for (const image of images) {
    const removed = await $({ quiet: true, nothrow: true })`buildah rmi ${image}`;
    if (removed.exitCode !== 0 && !/image not known/.test(removed.stderr)) left.push(image);
  }
  return left;
}
