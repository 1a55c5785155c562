/** How many of fifty services are of each kind. */
export const SHARES = { gin: 14, grpc: 6, node: 10, flask: 8, play: 3, java: 4, rust: 2, static: 3 } as const;

export type KindName = keyof typeof SHARES;

const FIFTY = Object.values(SHARES).reduce((sum, share) => sum + share, 0);

/**
 * How many of `count` services are of each kind: in the proportion of {@link SHARES}, the largest remainders
 * rounded up, earlier kinds first where they are equal.
 */
export function mix(count: number): Record<KindName, number> {
  const exact = Object.entries(SHARES).map(([name, share]) => ({ name, exact: (share * count) / FIFTY }));
  const whole = exact.map((one) => ({ ...one, services: Math.floor(one.exact) }));
  const left = count - whole.reduce((sum, { services }) => sum + services, 0);
  const roundedUp = [...whole].sort((a, b) => (b.exact % 1) - (a.exact % 1)).slice(0, left);
  for (const one of roundedUp) one.services++;
  return Object.fromEntries(whole.map(({ name, services }) => [name, services])) as Record<KindName, number>;
}

/** Names of `count` services: `gin-1`, `gin-2`, … */
export function serviceNames(count: number): { name: string; kind: KindName; index: number }[] {
  const kinds = Object.entries(mix(count)) as [KindName, number][];
  return kinds.flatMap(([kind, services]) =>
    Array.from({ length: services }, (_, at) => ({ name: `${kind}-${at + 1}`, kind, index: at + 1 })),
  );
}
