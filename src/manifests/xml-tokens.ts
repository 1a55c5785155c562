/** A piece of an XML file: a tag, text, or what is neither. */
export interface XmlToken {
  start: number;
  end: number;
  /** What stands between `<` and `>`. */
  tag?: string;
  /** Text between tags. */
  content?: string;
}

/** What each kind of markup starts and ends with, the longer ones first. */
const MARKUP: readonly { start: string; end: string; kind?: "tag" | "content" }[] = [
  { start: "<!--", end: "-->" },
  { start: "<![CDATA[", end: "]]>", kind: "content" },
  { start: "<?", end: ">" },
  { start: "<!", end: ">" },
  { start: "<", end: ">", kind: "tag" },
];

const TEXT = { start: "", end: "<", kind: "content" } as const;

/** One after another. What never ends, ends the file: else each of its starts would be read to the end. */
export function* xmlTokens(text: string): Generator<XmlToken> {
  for (let at = 0; at < text.length; ) {
    const markup = MARKUP.find(({ start }) => text.startsWith(start, at)) ?? TEXT;
    const from = at + markup.start.length;
    const found = text.indexOf(markup.end, from);
    if (found < 0 && markup !== TEXT) return;
    const to = found < 0 ? text.length : found;
    const end = markup === TEXT ? to : to + markup.end.length;
    yield { start: at, end, ...(markup.kind && { [markup.kind]: text.slice(from, to) }) };
    at = end;
  }
}
