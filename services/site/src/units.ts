/** Units by what they measure, each as a multiple of the first. */
const families: Record<string, number>[] = [
  { metre: 1, kilometre: 1000, mile: 1609.344, foot: 0.3048 },
  { gram: 1, kilogram: 1000, pound: 453.59237, ounce: 28.349523125 },
  { second: 1, minute: 60, hour: 3600, day: 86400 },
];

export const units = families.flatMap((family) => Object.keys(family));

const familyOf = (unit: string) => families.find((family) => Object.hasOwn(family, unit));

/** Units that measure the same as this one. */
export function likes(unit: string): string[] {
  return Object.keys(familyOf(unit) ?? {});
}

/** The value in another unit; undefined where the two measure different things. */
export function convert(value: number, from: string, to: string): number | undefined {
  const family = familyOf(from);
  const [source, target] = [family?.[from], family && Object.hasOwn(family, to) ? family[to] : undefined];
  if (source === undefined || target === undefined) return undefined;
  return Number(((value * source) / target).toPrecision(10));
}
