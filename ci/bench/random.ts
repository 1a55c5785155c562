/** Numbers that look random and that a seed decides. */
export interface Random {
  /** A whole number from `from` up to and with `to`. */
  integer(from: number, to: number): number;
  /** One of them. */
  pick<T>(choices: readonly T[]): T;
}

/** Mulberry32: the same numbers for the same seed on every machine. */
export function random(seed: string): Random {
  let state = hash(seed);
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const integer = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  return { integer, pick: (choices) => choices[integer(0, choices.length - 1)] as (typeof choices)[number] };
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const byte of Buffer.from(text)) value = Math.imul(value ^ byte, 0x01000193);
  return value | 0;
}
