import type { Snapshot } from "../../files/snapshot.ts";

/** A line of a go.mod or go.work: directive and the rest, blocks in parentheses taken apart. */
export interface Directive {
  name: string;
  rest: string;
  line: number;
  /** `// indirect` and the like. */
  comment: string;
}

/** Directives of a go.mod or go.work, in file order; none where there is no such file. */
export function directivesOf(tree: Snapshot, file: string): Directive[] {
  return tree.parsed(file, directives) ?? [];
}

function directives(text: string): Directive[] {
  const found: Directive[] = [];
  let block = "";
  text.split(/\r?\n/).forEach((full, index) => {
    const [code = "", ...comments] = full.split("//");
    const words = code.trim();
    if (!words) return;
    const opened = /^(\w+)\s*\($/.exec(words);
    if (opened) block = opened[1] as string;
    else if (words === ")") block = "";
    else {
      const [name = "", rest = ""] = block
        ? [block, words]
        : [words.split(/\s/)[0], words.replace(/^\S+\s*/, "")];
      found.push({ name, rest, line: index + 1, comment: comments.join("//").trim() });
    }
  });
  return found;
}

/** Modules that a go.mod requires by itself. */
export function directRequires(all: Directive[]): string[] {
  return all
    .filter(({ name, comment }) => name === "require" && comment !== "indirect")
    .map(({ rest }) => firstWord(rest));
}

/** A go.mod's own name and every module that it requires, indirect ones too. */
export function goModule(tree: Snapshot, file: string): { name?: string; requires: Set<string> } {
  return tree.parsed(file, readModule) ?? { requires: new Set() };
}

function readModule(text: string): { name?: string; requires: Set<string> } {
  const all = directives(text);
  const required = all.filter(({ name }) => name === "require").map(({ rest }) => firstWord(rest));
  return { name: moduleName(all), requires: new Set(required) };
}

/** `replace x => ../y`: paths on disk, with their lines. */
export function replacedPaths(all: Directive[]): { path: string; line: number }[] {
  return all.flatMap(({ name, rest, line }) => {
    const path = name === "replace" ? rest.split("=>")[1]?.trim() : undefined;
    return path && /^\.{0,2}\//.test(`${path}/`) ? [{ path: unquoted(path), line }] : [];
  });
}

/** The `module` line. */
export function moduleName(all: Directive[]): string | undefined {
  const found = all.find(({ name }) => name === "module");
  return found && unquoted(found.rest);
}

/** `use` lines of a go.work. */
export function usedPaths(all: Directive[]): { path: string; line: number }[] {
  return all.filter(({ name }) => name === "use").map(({ rest, line }) => ({ path: unquoted(rest), line }));
}

function firstWord(rest: string): string {
  return unquoted(rest.split(/\s/)[0] as string);
}

function unquoted(text: string): string {
  return text.replace(/^["`]|["`]$/g, "");
}
