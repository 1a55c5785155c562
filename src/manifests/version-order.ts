/** Orders dotted numbers, lower ones first. */
export function byNumbers(a: string, b: string): number {
  const [x, y] = [a, b].map((text) => text.split(".").map(Number)) as [number[], number[]];
  const index = x.findIndex((number, at) => number !== y[at]);
  return index < 0 ? x.length - y.length : (x[index] ?? 0) - (y[index] ?? -1);
}

/** Whether a version is lower than another, as far as both have numbers: `3.11` than `3.12.1`, not `3` than `3.12`. */
export function isLower(version: string, than: string): boolean {
  const [a, b] = [version, than].map((text) => (/^\d+(\.\d+)*/.exec(text)?.[0] ?? "").split("."));
  if (!a?.[0] || !b?.[0]) return false;
  const length = Math.min(a.length, b.length);
  return byNumbers(a.slice(0, length).join("."), b.slice(0, length).join(".")) < 0;
}
