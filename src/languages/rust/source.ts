import { withoutCommentsAndStrings } from "../../detection/without-comments.ts";
import type { Snapshot } from "../../files/snapshot.ts";

/** A text in a source, its line, and the function or macro that it is an argument of. */
export interface RustLiteral {
  text: string;
  line: number;
  call?: string;
}

/** The strings of a Rust file, its tests left out; undefined where its text isn't known. */
export function rustLiterals(tree: Snapshot, path: string): RustLiteral[] | undefined {
  return tree.parsed(path, read);
}

const TOKEN =
  /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|r(#*)"[\s\S]*?"\1|"(?:\\[\s\S]|[^"\\])*"|'(?:\\.|[^'\\\n])'/g;

function read(text: string): RustLiteral[] {
  const code = text.split(/^[ \t]*#\[cfg\(test\)\]/m)[0] as string;
  const tokens = [...code.matchAll(TOKEN)].map(({ 0: said, index }) => ({ said, index }));
  const bare = withoutCommentsAndStrings(code, tokens);
  return tokens
    .filter(({ said }) => /^r?#*"/.test(said))
    .map(({ said, index }) => ({
      text: said.replace(/^r?#*"|"#*$/g, ""),
      line: code.slice(0, index).split("\n").length,
      call: callAt(bare, index),
    }));
}

/** `ServeDir::new`, `include_str!`: the call whose parenthesis is open at a place. */
function callAt(code: string, index: number): string | undefined {
  const before = code.slice(Math.max(0, index - 200), index);
  return /([A-Za-z_][\w:.]*!?)\s*\((?:[^()]|\([^()]*\))*$/.exec(before)?.[1];
}
