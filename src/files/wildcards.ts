/**
 * Whether a pattern stands for all of the items, in time that grows with their product at most: of the wildcards that
 * stand for any number of items only the last met is ever tried again.
 */
export function isMatch<Part, Item>(
  pattern: ArrayLike<Part>,
  items: ArrayLike<Item>,
  fits: (part: Part, item: Item) => boolean,
  isAny: (part: Part) => boolean,
): boolean {
  let [at, part, any, taken] = [0, 0, -1, 0];
  const anyAt = (index: number) => index < pattern.length && isAny(pattern[index] as Part);
  while (at < items.length) {
    if (anyAt(part)) {
      [any, taken] = [part, at];
      part += 1;
    } else if (part < pattern.length && fits(pattern[part] as Part, items[at] as Item)) {
      part += 1;
      at += 1;
    } else if (any >= 0) {
      taken += 1;
      [part, at] = [any + 1, taken];
    } else return false;
  }
  while (anyAt(part)) part += 1;
  return part === pattern.length;
}
