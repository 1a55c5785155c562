const BLANKS = /[ \t\r\n]*/y;

/** A token of JSON: a mark, a string, or another value. */
const TOKEN =
  /[{}[\]:,]|"[ !#-[\]-\uffff]*(?:\\(?:["\\/bfnrt]|u[\da-fA-F]{4})[ !#-[\]-\uffff]*)*"|(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y;

/** What may come next: where a value or key stands, and what ends or separates. */
type Expected = "value" | "first value" | "key" | "first key" | "colon" | "after";

/** Where a text stops being JSON: the offset of the first token that can't stand there, or of its end. */
export function jsonEnd(text: string): number {
  const open: string[] = [];
  let expected: Expected = "value";
  for (let at = 0; ; at = TOKEN.lastIndex) {
    BLANKS.lastIndex = at;
    BLANKS.test(text);
    TOKEN.lastIndex = BLANKS.lastIndex;
    const start = TOKEN.lastIndex;
    const token = TOKEN.exec(text)?.[0];
    const next: Expected | undefined = token ? following(expected, token.charAt(0), open) : undefined;
    if (!next) return start;
    expected = next;
  }
}

/** What follows a token; undefined where it can't stand there. */
function following(expected: Expected, token: string, open: string[]): Expected | undefined {
  const last = open.at(-1);
  if ((token === "}" || token === "]") && mayEnd(expected, token, last)) {
    open.pop();
    return "after";
  }
  if (expected === "colon") return token === ":" ? "value" : undefined;
  if (expected === "after") return token === "," && last ? (last === "}" ? "key" : "value") : undefined;
  if (expected === "key" || expected === "first key") return token === '"' ? "colon" : undefined;
  if (/^[}\],:]$/.test(token)) return undefined;
  if (token !== "{" && token !== "[") return "after";
  open.push(token === "{" ? "}" : "]");
  return token === "{" ? "first key" : "first value";
}

function mayEnd(expected: Expected, token: string, last: string | undefined): boolean {
  if (last !== token) return false;
  return expected === "after" || expected === (token === "}" ? "first key" : "first value");
}
