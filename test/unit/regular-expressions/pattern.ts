/** A part of a regular expression that takes characters, and how often. */
export interface Part {
  /** One character, an escape or a class, as it is written; a group has alternatives instead. */
  atom?: string;
  alternatives?: Part[][];
  least: number;
  most: number;
}

const QUANTIFIER = /^(?:([*+?])|\{(\d+)(,?)(\d*)\})\??/;
const GROUP = /^\((\?(?:[:=!]|<[=!]|<\w+>))?/;
const ATOM =
  /^(?:\\(?:[pPu]\{[^}]*\}|u[\da-fA-F]{4}|x[\da-fA-F]{2}|k<\w+>|c\w|\d+|.)|\[(?:\\.|[^\\\]])*\]|.)/s;

/** What takes nothing: places, what is looked at around them, what was taken before. */
const EMPTY = /^(?:[\^$]|\\[bB]|\\[1-9]\d*|\\k<\w+>)$/;

/** The alternatives of a pattern, each with its parts in their order. */
export function alternativesOf(source: string): Part[][] {
  let rest = source;
  const take = (pattern: RegExp) => {
    const found = pattern.exec(rest);
    rest = rest.slice(found?.[0].length ?? 0);
    return found;
  };
  const quantified = (part: Pick<Part, "atom" | "alternatives">): Part => {
    const [, sign, from, comma, to] = take(QUANTIFIER) ?? [];
    if (sign)
      return { ...part, least: sign === "+" ? 1 : 0, most: sign === "?" ? 1 : Number.POSITIVE_INFINITY };
    const least = Number(from ?? 1);
    return { ...part, least, most: to ? Number(to) : comma ? Number.POSITIVE_INFINITY : least };
  };
  const parsed = (): Part[][] => {
    const all: Part[][] = [[]];
    while (rest && !rest.startsWith(")")) {
      if (take(/^\|/)) all.push([]);
      else all.at(-1)?.push(...part());
    }
    return all;
  };
  const part = (): Part[] => {
    const group = take(GROUP);
    if (!group) {
      const atom = take(ATOM)?.[0] ?? "";
      const read = quantified({ atom });
      return EMPTY.test(atom) ? [] : [read];
    }
    const alternatives = parsed();
    take(/^\)/);
    const read = quantified({ alternatives });
    return /^\?<?[=!]/.test(group[1] ?? "") ? [] : [read];
  };
  return parsed();
}
