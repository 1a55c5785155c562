import type { Held } from "../../../src/cache/prune.ts";
import type { Kept } from "../../../src/engine.ts";
import type { Builder } from "../builders/builder.ts";
import { sweep } from "../builders/leftovers.ts";
import { cacheDir } from "../paths.ts";
import { forgetHeld, heldImages } from "./images.ts";
import { heldRecords, looseBlobs, removeRecords } from "./records.ts";
import { heldTexts, removeTexts } from "./texts.ts";

/**
 * What this machine keeps: in the builder's store bases, dependencies, layers and images of ours; in the cache directory
 * finished images, their records, and what builds printed.
 */
export function localKept(opened: () => Promise<Builder>): Kept {
  return {
    place: cacheDir(),
    async list() {
      const builder = await opened();
      await sweep("dead");
      const stored = await builder.stored();
      const records = await heldRecords(new Map(stored.map((image) => [image.id, image])));
      const held: Held[] = [...(await heldImages(stored)), ...records];
      return [...held, ...(await looseBlobs(records)), ...(await heldTexts())];
    },
    async remove(goes, stays) {
      await removeTexts(goes);
      await removeRecords(goes, stays);
      return forgetHeld(await opened(), goes, stays);
    },
  };
}
