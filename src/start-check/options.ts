/** What an interpreter's command line asks for, as far as it takes words before the program's own. */
export interface Words {
  /** Options that stand before it, each with its value where it takes one. */
  options: [string, string?][];
  /** The first word that is none, and what follows. */
  rest: string[];
}

/**
 * Takes an interpreter's own options off a command line.
 *
 * @param valued those that take the next word, unless they have a value behind `=`.
 * @param last after one of these nothing is the interpreter's any more: `-m`, `-c`.
 */
export function takeOptions(words: string[], valued: RegExp, last?: RegExp): Words {
  const options: Words["options"] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] as string;
    if (word === "--") return { options, rest: words.slice(at + 1) };
    if (!word.startsWith("-") || word === "-") return { options, rest: words.slice(at) };
    const [, name = word, value] = /^(--?[^=]+)=(.*)$/s.exec(word) ?? [];
    if (value === undefined && (valued.test(name) || last?.test(name))) options.push([name, words[++at]]);
    else options.push([name, value]);
    if (last?.test(name)) return { options, rest: words.slice(at + 1) };
  }
  return { options, rest: [] };
}

/** The value of the last option of these names. */
export function optionIn({ options }: Words, names: RegExp): string | undefined {
  return options.findLast(([name]) => names.test(name))?.[1];
}
