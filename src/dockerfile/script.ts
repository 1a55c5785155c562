/**
 * A shell's script as `RUN` takes it, a line each command of a chain; undefined where a Dockerfile would read it
 * otherwise than a shell: it has lines of its own, a here-document, a comment.
 */
export function scriptLines(script: string): string[] | undefined {
  if (/\n|<</.test(script)) return undefined;
  const lines = chained(script);
  return lines.some((line) => /^\s*#|\\\s*$/.test(line)) ? undefined : lines;
}

/** A word as a shell reads it. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : shellQuoted(word);
}

/** A word in quotes, whatever it is. */
export function shellQuoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/** The commands between ` && `, as far as those are no text in quotes. */
function chained(script: string): string[] {
  const lines: string[] = [];
  const open: string[] = [];
  let from = 0;
  for (let token = nextToken(script, 0, open); token; token = nextToken(script, token.end, open)) {
    if (token.text === "'") return [script];
    if (token.text === AND) {
      lines.push(script.slice(from, token.end - AND.length));
      from = token.end;
    } else if (token.text === open.at(-1)) open.pop();
    else if (OPENS[token.text]) open.push(OPENS[token.text] as string);
  }
  return open.length ? [script] : [...lines, script.slice(from)];
}

const AND = " && ";
const OPENS: Record<string, string> = { '"': '"', "`": "`", "(": ")", "$(": ")" };

function nextToken(script: string, at: number, open: string[]): { text: string; end: number } | undefined {
  const tokens = open.at(-1) === '"' ? /\\.|\$\(|["`]/g : / && |\\.|'[^']*'|\$\(|[()"'`]/g;
  tokens.lastIndex = at;
  const text = tokens.exec(script)?.[0];
  return text === undefined ? undefined : { text, end: tokens.lastIndex };
}
