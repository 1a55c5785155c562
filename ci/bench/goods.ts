import type { Random } from "./random.ts";

/** Something that a generated service knows of. */
export interface Good {
  name: string;
  cents: number;
}

const MATERIALS = ["amber", "birch", "bronze", "clay", "copper", "cotton", "flint", "glass", "hemp", "iron"];
const MANNERS = ["carved", "folded", "hammered", "knotted", "painted", "plain", "polished", "woven"];
const THINGS = ["basket", "bowl", "bracket", "chisel", "hinge", "kettle", "lamp", "mirror", "plate", "rope"];

/** Goods that no other service has in this order and at these prices. */
export function goods(random: Random, count = random.integer(20, 60)): Good[] {
  return Array.from({ length: count }, () => ({
    name: `${random.pick(MANNERS)} ${random.pick(MATERIALS)} ${random.pick(THINGS)}`,
    cents: random.integer(100, 99_999),
  }));
}
