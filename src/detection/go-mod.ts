/** A line of a go.mod or go.work: directive and the rest, blocks in parentheses taken apart. */
export interface Directive {
  name: string;
  rest: string;
  line: number;
  /** `// indirect` and the like. */
  comment: string;
}

/** Directives in file order. */
export function directives(text: string): Directive[] {
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
    .map(({ rest }) => moduleOf(rest));
}

/** Modules that a go.mod requires, indirect ones too. */
export function requires(all: Directive[]): string[] {
  return all.filter(({ name }) => name === "require").map(({ rest }) => moduleOf(rest));
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

function moduleOf(rest: string): string {
  return unquoted(rest.split(/\s/)[0] as string);
}

function unquoted(text: string): string {
  return text.replace(/^["`]|["`]$/g, "");
}
