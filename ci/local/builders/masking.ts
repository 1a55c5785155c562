import { formsOf } from "./secret-forms.ts";

const HIDDEN = "***";

/**
 * Shortest run of an encoded form that counts as its part: eight bytes of base64 and more, six of hexadecimal digits.
 * A line of nothing else than a form's beginning or end may be shorter: where a tool broke it.
 */
const RUN = 12;
const REST = 4;

/** Replaces every form of every value by `***` in a line, however a tool came to print it. */
export function masker(values: Buffer[]): (text: string) => string {
  const forms = values.map(formsOf);
  const spelled = forms.flatMap((form) => form.spelled).sort((a, b) => b.length - a.length);
  const encoded = forms.flatMap((form) => form.encoded);
  const short = encoded.filter(({ length }) => length < RUN);
  const literals = [...spelled, ...short].map((form) => form.replace(/[^\w\s]|_/g, "\\$&"));
  const pattern = literals.length ? new RegExp(literals.join("|"), "gi") : /(?!)/g;
  const hideRuns = runMasker(encoded.filter(({ length }) => length >= RUN));
  return (text) => hideRuns(text.replace(pattern, HIDDEN));
}

/** Hides what an encoded form has in common with a line, whichever part of it that is. */
function runMasker(forms: string[]): (text: string) => string {
  const runs = new Set(
    forms.flatMap((form) =>
      Array.from({ length: form.length - RUN + 1 }, (_, at) => form.slice(at, at + RUN)),
    ),
  );
  // The character at either end may be shared with what stands beside the value.
  const isRest = (line: string) =>
    line.length >= REST &&
    forms.some(
      (form) => form.endsWith(line.slice(0, -1)) || form.startsWith(line.slice(1)) || form.endsWith(line),
    );
  return (text) => {
    if (!runs.size) return text;
    if (isRest(text.trim().replace(/=+$/, ""))) return HIDDEN;
    let masked = "";
    let shown = 0;
    for (let at = 0; at + RUN <= text.length; at += 1) {
      if (!runs.has(text.slice(at, at + RUN))) continue;
      let end = at + RUN;
      while (end < text.length && runs.has(text.slice(end - RUN + 1, end + 1))) end += 1;
      masked += text.slice(shown, at) + HIDDEN;
      shown = end;
      at = end - 1;
    }
    return masked + text.slice(shown);
  };
}
