/**
 * Twelve hexadecimal digits that tell definitions apart.
 *
 * Not a cryptographic hash: keys name images that this machine made from its own definitions, and
 * plain TypeScript computes one at once, in the module as well as outside.
 */
export function contentKey(text: string): string {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  const first = mixed(high, low);
  const second = mixed(low, high);
  return (hex(first) + hex(second)).slice(0, 12);
}

function mixed(one: number, other: number): number {
  return Math.imul(one ^ (one >>> 16), 2246822507) ^ Math.imul(other ^ (other >>> 13), 3266489909);
}

function hex(value: number): string {
  return (value >>> 0).toString(16).padStart(8, "0");
}
