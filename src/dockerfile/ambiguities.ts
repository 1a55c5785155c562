import type { Fault } from "../yaml/fault.ts";
import type { Instruction } from "./parse.ts";

/**
 * What one builder reads in another way than the next: where an instruction ends, and which lines are a step's input.
 * Rules that look at instructions would look at others than those that run.
 */
export function ambiguityFaults(file: string, text: string, instructions: Instruction[]): Fault[] {
  return [...characterFaults(file, text), ...instructions.flatMap((each) => instructionFaults(file, each))];
}

/** Go and JavaScript disagree whether U+0085 and U+FEFF are spaces, and parsers what else than a newline ends a line. */
const ODD = /(?![\t\n\r\u0080-\u0084\u0086-\u009f])\p{Cc}|\ufeff|\r(?!$)/u;

function characterFaults(file: string, text: string): Fault[] {
  return text
    .replace(/^\ufeff/, "")
    .split("\n")
    .flatMap((said, at) => {
      const found = /^[ \t]*#/.test(said) ? undefined : ODD.exec(said);
      if (!found) return [];
      const code = found[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
      const message = `a character that builders read in different ways: U+${code}`;
      return [{ file, line: at + 1, column: found.index + 1, message, hint: "leave it out" }];
    });
}

function instructionFaults(file: string, { text, joined, line, documents }: Instruction): Fault[] {
  const column = text.search(/\S/) + 1;
  const own = text.split("\n").slice(0, text.split("\n").length - documents.length);
  const doubled = own.findIndex((said) => !/^\s*#/.test(said) && /\\\\[ \t]*\r?$/.test(said));
  const message = hereDocumentRefusal(joined, documents);
  return [
    ...(doubled < 0
      ? []
      : [
          {
            file,
            line: line + doubled,
            column: 1,
            message: "a line that ends with \\\\ goes on for some builders only",
            hint: "end it with one, or with none",
          },
        ]),
    ...(message === undefined
      ? []
      : [{ file, line, column, message, hint: "write it to a file, and COPY that" }]),
  ];
}

/** Quotes in pairs, as words are told apart by them. */
const PAIRED = /^(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^"'\\])*$/;

/** What a builder computes may itself be the beginning of a here-document. */
const COMPUTED = /\$\{(?!\w+\})/;

const WORDS = /(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s"'\\])+/g;
const NAME = /^\d*<<-?(["']?)([A-Za-z_]\w*)\1$/;

/** Instructions that are one word: such a line could be either. */
const ALONE = /^(CMD|ENTRYPOINT)$/i;

function hereDocumentRefusal(joined: string, documents: string[]): string | undefined {
  if (!/^(RUN|COPY|ADD)\s/i.test(joined) || !joined.includes("<<")) return undefined;
  if (!PAIRED.test(joined) || COMPUTED.test(joined))
    return "<< beside a quote without its pair, or a computed variable: builders disagree whether it is a here-document";
  const found = (joined.match(WORDS) ?? []).filter((word) => /^\d*<<-?[^<]/.test(word));
  const odd = found.find((word) => !NAME.test(word) || ALONE.test(NAME.exec(word)?.[2] ?? ""));
  if (odd)
    return `${odd}: the end of a here-document has letters, digits and _ in its name, and is no instruction's`;
  const last = NAME.exec(found.at(-1) ?? "")?.[2];
  return last === undefined || documents.at(-1)?.trim() === last
    ? undefined
    : `no line ${last} ends the here-document`;
}
