/** What a shell's line starts, read without a shell. */
export interface ShellLine {
  /** The last command, as words. */
  words: string[];
  /** Commands before it, as they are written, but for those that say where it starts and with which variables. */
  before: string[];
  /** Where `cd` went. */
  directory?: string;
  /** `NAME=value`, set for the command. */
  variables: string[];
  /** Why it can't be read: it needs a shell. Whatever else is said is then worth nothing. */
  refused?: string;
}

/**
 * Reads one line of a shell, or a script of several, as far as one command follows another.
 *
 * @param known values of variables.
 */
export function shellLine(text: string, known: Record<string, string>): ShellLine {
  const { commands, refused } = new Reader(text, known).read();
  const line: ShellLine = { words: [], before: [], variables: [], refused };
  for (const [index, words] of commands.entries()) {
    const isLast = index === commands.length - 1;
    const plain = withoutAssignments(words, line, isLast);
    if (isLast) line.words = plain;
    else if (plain[0] === "cd" && plain[1]) line.directory = joined(line.directory, plain[1]);
    else if (plain[0] === "export") line.variables.push(...plain.slice(1).filter(isAssignment));
    // Windows' way of saying a variable; else options of a shell.
    else if (plain[0] === "set") line.variables.push(...plain.slice(1).filter(isAssignment));
    else if (plain.length) line.before.push(words.join(" "));
  }
  if (!line.words.length) return { ...line, refused: refused ?? "it starts nothing" };
  const control = commands.map(([first = ""]) => first).find((first) => CONTROL.has(first));
  return control ? { ...line, refused: refused ?? `it needs a shell for "${control}"` } : line;
}

const CONTROL = new Set([
  "if",
  "then",
  "else",
  "for",
  "while",
  "until",
  "case",
  "function",
  "do",
  "{",
  "trap",
  "[",
  "[[",
]);

function withoutAssignments(words: string[], line: ShellLine, isKept: boolean): string[] {
  let rest = words[0] === "exec" ? words.slice(1) : words;
  if (rest[0] === "env" && !rest[1]?.startsWith("-")) rest = rest.slice(1);
  const end = rest.findIndex((word) => !isAssignment(word));
  const assigned = end < 0 ? rest : rest.slice(0, end);
  if (isKept || end < 0) line.variables.push(...assigned);
  return end < 0 ? [] : rest.slice(end).filter((word, index) => index > 0 || word !== "exec");
}

function isAssignment(word: string): boolean {
  return /^[A-Za-z_]\w*=/.test(word);
}

function joined(base: string | undefined, path: string): string {
  return base && !path.startsWith("/") ? `${base}/${path}` : path;
}

const TOKEN =
  /(?<blank>[ \t]+|\\\n|(?<![^\s;&])#[^\n]*)|(?<next>&&|;|\n)|(?<operator>\|\|?|&|>>?|<<?|[()])|'(?<single>[^']*)'|(?<quote>")|\\(?<escaped>.)|\$\{(?<braced>\w+)(?::?[-=](?<otherwise>[^}]*))?\}|\$(?<named>\w+)|(?<shell>\$[({]|`)|(?<plain>[^\s"'\\$`;&|<>()]+|.)/gs;

/** Splits into commands and words, and expands variables. */
class Reader {
  readonly #text: string;
  readonly #known: Record<string, string>;
  #commands: string[][] = [[]];
  #word: string | undefined;
  #refused: string | undefined;

  constructor(text: string, known: Record<string, string>) {
    this.#text = text.trim();
    this.#known = known;
  }

  read(): { commands: string[][]; refused?: string } {
    let isQuoted = false;
    for (const { groups = {} } of this.#text.matchAll(TOKEN)) {
      if (groups.quote) {
        isQuoted = !isQuoted;
        this.#add("");
      } else if (isQuoted) this.#add(this.#quoted(groups));
      else this.#take(groups);
    }
    this.#endWord();
    return { commands: this.#commands.filter((words) => words.length), refused: this.#refused };
  }

  #take(groups: Record<string, string | undefined>): void {
    if (groups.blank !== undefined || groups.next || groups.operator) this.#endWord();
    if (groups.next) this.#commands.push([]);
    else if (groups.operator) this.#refuse(`it needs a shell for ${groups.operator}`);
    else if (groups.blank === undefined) this.#add(groups.single ?? groups.escaped ?? this.#value(groups));
  }

  /** What a token is within double quotes. */
  #quoted(groups: Record<string, string | undefined>): string {
    const { blank, next, operator, single, escaped } = groups;
    if (single !== undefined) return `'${single}'`;
    return blank ?? next ?? operator ?? escaped ?? this.#value(groups);
  }

  #value({ braced, named, otherwise, shell, plain }: Record<string, string | undefined>): string {
    const name = braced ?? named;
    if (shell) this.#refuse("it needs a shell for what stands in $( )");
    if (name === undefined) return plain ?? "";
    const value = this.#known[name] ?? otherwise;
    if (value === undefined) this.#refuse(`nothing says what $${name} is`);
    return value ?? "";
  }

  #add(text: string): void {
    this.#word = (this.#word ?? "") + text;
  }

  #endWord(): void {
    if (this.#word !== undefined) this.#commands.at(-1)?.push(this.#word);
    this.#word = undefined;
  }

  #refuse(why: string): void {
    this.#refused ??= why;
  }
}
