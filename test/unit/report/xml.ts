/** A JUnit report as read back. */
export interface Report {
  /** The first one. */
  suite: Record<string, string>;
  suites: Record<string, string>[];
  cases: { attributes: Record<string, string>; outcome?: string; text: string }[];
}

const TEXT = "[^<>&]|&(?:amp|lt|gt|quot);";
const OPEN = new RegExp(`^<([a-z-]+)((?: [a-z]+="(?:${TEXT.replace("[^<>&]", '[^<>&"]')})*")*)(/?)>`);

/**
 * Reads what a JUnit report may be and nothing else: throws at the first character that XML 1.0 has no place for.
 */
export function xmlOf(document: string): Report {
  const head = '<?xml version="1.0" encoding="UTF-8"?>\n';
  if (!document.startsWith(head)) throw new Error("no XML declaration");
  const refused = /(?![\t\n\r\u007f-\u009f])\p{Cc}|[\ufffe\uffff]|\p{Surrogate}/u.exec(document);
  if (refused) throw new Error(`XML can't hold ${JSON.stringify(refused[0])}`);
  const report: Report = { suite: {}, suites: [], cases: [] };
  const stack: string[] = [];
  for (let rest = document.slice(head.length); rest.trim(); ) rest = rest.slice(step(rest, stack, report));
  if (stack.length) throw new Error(`${stack.at(-1)} is not closed`);
  return report;
}

/** Reads one tag or text; answers how long it is. */
function step(rest: string, stack: string[], report: Report): number {
  const [closing, closed] = /^<\/([a-z-]+)>/.exec(rest) ?? [];
  if (closing) {
    if (stack.pop() !== closed) throw new Error(`unexpected ${closing}`);
    return closing.length;
  }
  const [opening, name = "", attributes = "", empty] = OPEN.exec(rest) ?? [];
  if (opening) {
    if (!empty) stack.push(name);
    opened(
      name,
      Object.fromEntries(
        [...attributes.matchAll(/([a-z]+)="([^"]*)"/g)].map(([, key, value]) => [key, plain(value)]),
      ),
      report,
    );
    return opening.length;
  }
  const [text] = new RegExp(`^(?:${TEXT})+`).exec(rest) ?? [];
  if (!text || text.includes("]]>"))
    throw new Error(`not well-formed at ${JSON.stringify(rest.slice(0, 40))}`);
  const last = report.cases.at(-1);
  if (last && stack.length > 2) last.text += plain(text);
  return text.length;
}

function opened(name: string, attributes: Record<string, string>, report: Report): void {
  if (name === "testsuite") {
    report.suites.push(attributes);
    report.suite = report.suites[0] ?? {};
  } else if (name === "testcase") report.cases.push({ attributes, text: "" });
  else if (report.cases.length && name !== "system-out")
    (report.cases.at(-1) as Report["cases"][number]).outcome = name;
}

function plain(text = ""): string {
  return text
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, "&");
}
