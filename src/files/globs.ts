import { isMatch } from "./wildcards.ts";

/** Whether one of the patterns matches a path, or a folder above it: `*` within a name, `**` across. */
export function globs(patterns: readonly string[]): (path: string) => boolean {
  const matches = patterns.map((pattern) => matching([...namesIn(pattern), DEEP]));
  return (path) => matches.some((match) => match(path));
}

/** Whether a pattern matches the whole of a path. */
export function glob(pattern: string): (path: string) => boolean {
  return matching(namesIn(pattern));
}

/** The directory or file that all lies in that a pattern can match: `a` of `a/*.go`, `.` where that is anywhere. */
export function plainStart(pattern: string): string {
  const names = pattern.split("/");
  const wild = names.findIndex((name) => /[*?]/.test(name));
  return (wild < 0 ? names : names.slice(0, wild)).join("/") || ".";
}

const DEEP = "**";

/** `**` stands for any number of folders; at the end of a pattern for what is in them, too. */
function namesIn(pattern: string): string[] {
  const names = pattern.split("/");
  return names.at(-1) === DEEP ? [...names, "*"] : names;
}

type Part = typeof DEEP | ((name: string) => boolean);

/** Most paths lack the longest text of a pattern and needn't be taken apart: there are many of both. */
function matching(names: string[]): (path: string) => boolean {
  const texts = names.flatMap((name) => name.split(/[*?]/));
  const longest = texts.reduce((most, text) => (text.length > most.length ? text : most), "");
  const parts = names.map((name): Part => (name === DEEP ? DEEP : nameFitting(name)));
  const fits = (part: Part, name: string) => part !== DEEP && part(name);
  return (path) => path.includes(longest) && isMatch(parts, path.split("/"), fits, (part) => part === DEEP);
}

function nameFitting(pattern: string): (name: string) => boolean {
  if (!/[*?]/.test(pattern)) return (name) => name === pattern;
  const fits = (letter: string, own: string) => letter === own || letter === "?";
  return (name) => isMatch(pattern, name, fits, (letter) => letter === "*");
}
