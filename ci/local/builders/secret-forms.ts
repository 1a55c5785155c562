/** Ends a line, for whoever reads a tool's output line by line. */
const LINE_END = /\r\n|[\n\r\u2028\u2029]/;

/** The ways in which tools print a text: as it is, and as a part of their own formats. */
const SPELLED: ((text: string) => string)[] = [
  (text) => text,
  json,
  (text) => json(text).replaceAll("/", "\\/"),
  // Go escapes what HTML could take for its own; Python all that isn't ASCII.
  (text) => json(text).replace(/[<>&]/g, unicode),
  (text) => json(text).replace(/[^\x20-\x7e]/g, unicode),
  (text) => json(json(text)),
  (text) => encodeURIComponent(text),
  (text) => encodeURIComponent(text).replace(/[!'()*]/g, percent),
  (text) => encodeURIComponent(text).replaceAll("%20", "+"),
  (text) =>
    text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;"),
  // A shell's own quotes.
  (text) => text.replaceAll("'", "'\\''"),
];

/** Shortest part of a value by which lines are looked through: shorter ones are words of anybody's. */
export const SHORTEST = 6;

/** What a secret looks like in logs. */
export interface SecretForms {
  /** Texts that are hidden wherever they stand, in upper and lower case. */
  spelled: string[];
  /** Base64 and hexadecimal forms: tools break these into lines, so their parts are hidden, too. */
  encoded: string[];
}

/** Every form of a secret: of all its bytes, and of each of its lines. */
export function formsOf(value: Buffer): SecretForms {
  const whole = value.toString();
  const parts = [whole, ...whole.split(LINE_END)].map((part) => part.trim());
  const long = [...new Set(parts)].filter((part) => part.length >= SHORTEST);
  const bytes = [value, ...long.map((part) => Buffer.from(part))];
  const spelled = long.flatMap((part) => SPELLED.map((spell) => spell(part)));
  return {
    spelled: [...new Set(spelled)].filter((form) => !LINE_END.test(form)),
    encoded: [...new Set(bytes.flatMap((each) => [...base64(each), ...hex(each)]))],
  };
}

/** As it stands within other text: three bytes are four characters, so what comes before shifts it by one or two. */
function base64(bytes: Buffer): string[] {
  return [0, 1, 2].flatMap((before) => {
    const shifted = Buffer.concat([Buffer.alloc(before), bytes])
      .toString("base64")
      .replace(/=+$/, "");
    const begin = Math.ceil((before * 8) / 6);
    const end = Math.floor(((before + bytes.length) * 8) / 6);
    const core = shifted.slice(begin, end);
    return [core, core.replaceAll("+", "-").replaceAll("/", "_")];
  });
}

function hex(bytes: Buffer): string[] {
  const digits = bytes.toString("hex");
  return [digits, digits.toUpperCase()];
}

function json(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function unicode(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
