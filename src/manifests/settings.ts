import { join } from "../files/paths.ts";
import type { Snapshot } from "../files/snapshot.ts";

/** A text of settings; fixed where it is a path that they make of their own directory. */
interface Literal {
  value: string;
  isFixed?: boolean;
}

/** What a tool's settings say of a field: a text, or something that only running them tells. */
export type Setting = (Literal & { line: number }) | { computed: string; line: number };

/** A file of settings by its name without an ending, as code. */
export interface Settings {
  file: string;
  text: string;
}

/** The first of these files that is there: `vite.config` with any ending of JavaScript. */
export function settingsOf(tree: Snapshot, names: string[]): Settings | undefined {
  const ends = ["", ".js", ".mjs", ".cjs", ".ts", ".mts", ".cts"];
  const files = names.flatMap((name) => ends.map((end) => name + end));
  const file = files.find((each) => tree.text(each) !== undefined);
  return file === undefined ? undefined : { file, text: withoutComments(tree.text(file) as string) };
}

/** What code says of a field, wherever it stands in it; computed where it says several things. */
export function settingOf({ text }: Settings, name: string): Setting | undefined {
  const found = [...text.matchAll(new RegExp(`(?<![\\w.$])["']?${name}["']?\\s*(:|(?=[,}\\n]))`, "g"))];
  const all = found.map((match): Setting => {
    const line = text.slice(0, match.index).split("\n").length;
    const after = text.slice(match.index + match[0].length).trimStart();
    const value = match[1] ? (literal(after) ?? constant(text, after)) : undefined;
    const computed = /^[^,}\n]*/.exec(after)?.[0] || name;
    return value === undefined ? { computed, line } : { ...value, line };
  });
  const [first, ...others] = all;
  const isSame = (other: Setting) =>
    "value" in other && first && "value" in first && other.value === first.value;
  return first && !others.every(isSame) ? { computed: "several", line: first.line } : first;
}

/** What a name stands for that is given one value, once: `const OUT = resolve(__dirname, "out")`. */
function constant(text: string, code: string): Literal | undefined {
  const [, name] = /^([A-Za-z_$][\w$]*)\s*(?:[,}\n;)]|$)/.exec(code) ?? [];
  const given = name
    ? [...text.matchAll(new RegExp(`\\bconst ${name.replaceAll("$", "\\$")}\\s*=\\s*`, "g"))]
    : [];
  const [only] = given;
  return only && given.length === 1 ? literal(text.slice(only.index + only[0].length)) : undefined;
}

const TEXT = "([\"'`])((?:(?!\\1)[^$\\\\])*)\\1";
const HERE = "(?:__dirname|import\\.meta\\.dirname|process\\.cwd\\(\\))";

/** A text, or a path that is made of the directory where the settings lie. */
function literal(code: string): Literal | undefined {
  const [, , plain] = new RegExp(`^${TEXT}\\s*(?:[,}\\n;)]|as\\b|$)`).exec(code) ?? [];
  if (plain !== undefined) return { value: plain };
  const [, parts] =
    new RegExp(
      `^(?:path\\.|node_path\\.|require\\(["'](?:node:)?path["']\\)\\.)?(?:resolve|join)\\(\\s*${HERE}\\s*((?:,\\s*["'\`][^"'\`$]*["'\`]\\s*)*)\\)`,
    ).exec(code) ?? [];
  if (parts !== undefined) {
    const words = [...parts.matchAll(/["'`]([^"'`]*)["'`]/g)].map(([, part]) => part);
    return { value: join(".", words.join("/") || "."), isFixed: true };
  }
  const [, , place] =
    new RegExp(`^(?:fileURLToPath\\()?new URL\\(\\s*${TEXT}\\s*,\\s*import\\.meta\\.url`).exec(code) ?? [];
  if (place !== undefined) return { value: join(".", place), isFixed: true };
  return new RegExp(`^${HERE}\\s*[,}\\n]`).test(code) ? { value: ".", isFixed: true } : undefined;
}

function withoutComments(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?(?:\*\/|$)/g, (comment) => comment.replace(/[^\n]/g, ""))
    .replace(/(^|[\s,;{}()[\]])\/\/[^\n]*/g, "$1");
}
