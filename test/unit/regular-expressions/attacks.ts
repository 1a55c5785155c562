import { alternativesOf, type Part } from "./pattern.ts";

/** Likely ones first, so that parts which take the same characters are tried with the same one. */
const CHARACTERS = [
  ..." a1.-/\t\n\"'_A",
  ...Array.from({ length: 95 }, (_, at) => String.fromCharCode(32 + at)),
  ..."\u0000\u001bé",
];

/** What no pattern of ours ends in. */
const WRONG = ["", "\u0000"];

/** More often than any count that a pattern names. */
const isOften = ({ most }: Part) => most >= 1000;

/**
 * Texts on which an expression has many ways to fail: every part that takes a character often gets it often, all
 * before it what it asks for, and then comes what doesn't fit.
 *
 * @param length about how long they are.
 */
export function attacksOn(expression: RegExp, length: number): string[] {
  const flags = expression.flags.replace(/[gy]/g, "");
  const takes = memoized((atom) => new RegExp(`^(?:${atom})$`, flags));
  const sample = memoized((atom) => CHARACTERS.find((one) => takes(atom).test(one)) ?? "");
  const attacks = new Set<string>();
  for (const parts of alternativesOf(expression.source))
    for (const repeated of new Set(oftenIn(parts).map(sample)))
      for (const isNested of [false, true])
        for (const [at] of parts.entries()) {
          const written = (count: number) => text(parts.slice(0, at + 1), repeated, count, isNested);
          const [once, twice] = [written(1).length, written(2).length];
          if (twice === once || !oftenIn(parts.slice(at, at + 1)).length) continue;
          const whole = written(Math.ceil(length / (twice - once)));
          for (const wrong of WRONG) attacks.add(whole + wrong);
        }
  return [...attacks];

  function text(parts: Part[], repeated: string, count: number, isNested: boolean): string {
    return parts.map((part) => written(part, repeated, count, isNested)).join("");
  }

  function written(part: Part, repeated: string, count: number, isNested: boolean): string {
    const { atom, alternatives = [], least } = part;
    if (atom !== undefined) {
      if (isOften(part) && takes(atom).test(repeated)) return repeated.repeat(Math.max(count, least));
      return sample(atom).repeat(least);
    }
    const chosen = alternatives.find((one) => hasOften(one, repeated)) ?? alternatives[0] ?? [];
    if (isNested && isOften(part)) return text(chosen, repeated, 1, false).repeat(count);
    return hasOften(chosen, repeated) || least ? text(chosen, repeated, count, isNested) : "";
  }

  function hasOften(parts: Part[], repeated: string): boolean {
    return oftenIn(parts).some((atom) => takes(atom).test(repeated));
  }
}

/** Atoms that are taken often, by themselves or in a group that is. */
function oftenIn(parts: Part[], within = false): string[] {
  return parts.flatMap((part) => {
    const often = within || isOften(part);
    if (part.atom !== undefined) return often ? [part.atom] : [];
    return (part.alternatives ?? []).flatMap((one) => oftenIn(one, often));
  });
}

function memoized<T>(make: (atom: string) => T): (atom: string) => T {
  const known = new Map<string, T>();
  return (atom) => {
    if (!known.has(atom)) known.set(atom, make(atom));
    return known.get(atom) as T;
  };
}
