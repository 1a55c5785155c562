import { join } from "../../files/paths.ts";
import type { Snapshot } from "../../files/snapshot.ts";

/** A line of a file of requirements. */
export interface Requirement {
  text: string;
  /** `requirements.txt:3`. */
  from: string;
  file: string;
  line: number;
}

/** Files of requirements by habit: at the root, and in a folder of their own. */
export const REQUIREMENTS_NAME =
  /^(requirements(\/[\w.-]+)?|requirements[-_.][\w.-]+|[\w-]+[-_.]requirements)\.(txt|in)$/;

/** For those who write and test a service, by a part of the name. */
export const DEVELOPMENT_NAME =
  /(^|[-_./])(dev\w*|tests?|testing|lint\w*|docs?|ci|local|typing|mypy|style|quality|format\w*|coverage|notebooks?|tools?|checks?|benchmarks?|constraints)([-_./]|$)/;

/** Those of production, the likeliest first. */
const PRODUCTION = [
  "production",
  "prod",
  "main",
  "requirements",
  "base",
  "common",
  "app",
  "default",
  "runtime",
];

/** Where a folder has them alone, one of these tells that what it lies in is Python. */
export const NESTED_REQUIREMENTS = ["base", "production", "prod"].map((name) => `requirements/${name}.txt`);

/**
 * A file's text as pip reads it: PowerShell writes UTF-16, with a mark before it. Of that all characters of ASCII
 * are there still when it was read as UTF-8, and requirements have no others.
 */
function requirementsText(tree: Snapshot, file: string): string {
  const text = tree.text(file) ?? "";
  return text.includes("\0") ? text.replace(/[\0\uFFFD\uFEFF]/g, "") : text.replace(/^\uFEFF/, "");
}

/**
 * The file that an image's packages are installed from; several where nothing tells which.
 *
 * @param listed all files of requirements, where they are known.
 */
export function requirementsFiles(tree: Snapshot, listed?: string[]): string[] {
  if (tree.has("requirements.txt")) return ["requirements.txt"];
  const all = (listed ?? tree.find(REQUIREMENTS_NAME)).filter((file) => !DEVELOPMENT_NAME.test(file));
  const texts = all.filter((file) => file.endsWith(".txt"));
  const files = texts.length ? texts : all;
  const named = PRODUCTION.flatMap((name) =>
    files.filter((file) => new RegExp(`(^|[-_./])${name}\\.`).test(file.replace(/^requirements[-_./]/, ""))),
  );
  return named.length ? named.slice(0, 1) : files;
}

/** Files that one may name by `-r`, by way of others too: more than a person keeps. */
const FILES = 500;

/** Every line of a file and of those that it names by `-r`, within the service, each file once. */
export function requirementsIn(tree: Snapshot, file: string, seen = new Set<string>()): Requirement[] {
  if (seen.has(file) || seen.size >= FILES) return [];
  seen.add(file);
  return joinedLines(requirementsText(tree, file)).flatMap(({ text, line }): Requirement[] => {
    const other = /^(?:-r|--requirement)[\s=]+(\S+)/.exec(text)?.[1];
    if (other) return requirementsIn(tree, join(join(file, ".."), other), seen);
    return text ? [{ text, from: `${file}:${line}`, file, line }] : [];
  });
}

/** Lines that a backslash continues are one; comments are none. */
function joinedLines(text: string): { text: string; line: number }[] {
  const joined: { text: string; line: number }[] = [];
  let open = "";
  let start = 1;
  for (const [index, each] of text.split(/\r?\n/).entries()) {
    if (!open) start = index + 1;
    const plain = each.replace(/(^|\s)#.*$/, "").trim();
    open = plain.endsWith("\\") ? `${open}${plain.slice(0, -1)} ` : `${open}${plain}`;
    if (plain.endsWith("\\")) continue;
    joined.push({ text: open.trim(), line: start });
    open = "";
  }
  return joined;
}

/** A line that means the service itself: `-e .`, `.[web]`. */
export function isItself({ text }: Requirement): boolean {
  return /^((-e|--editable)[\s=]+)?(\.\/?|file:\.)(\[[^\]]*\])?$/.test(text);
}

/** A requirement that another release may answer tomorrow; undefined where all are pinned. */
export function loose(requirements: Requirement[]): Requirement | undefined {
  const named = requirements.filter(({ text }) => /^[A-Za-z0-9]/.test(text));
  if (named.some(({ text }) => text.includes("--hash="))) return undefined;
  return named.find(({ text }) => !/===?\s*[\w.!+-]+(?!\*)|@\s*\S+/.test(text));
}
