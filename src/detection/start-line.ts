import { shellWord } from "../dockerfile/script.ts";
import { join } from "../files/paths.ts";
import type { Snapshot } from "../files/snapshot.ts";
import { type ShellLine, shellLine } from "./shell-line.ts";

/** A start command as somebody wrote it for another tool: a Procfile's line, a Dockerfile's `CMD`. */
export interface StartLine extends ShellLine {
  /** `Procfile:1`. */
  from: string;
}

const SHELLS = /^(\/(usr\/)?bin\/)?(ba|da|a)?sh$/;

/** Programs that only start another one; a container runtime can do what they do. */
const LAUNCHERS = /^(\/(usr\/)?(local\/)?s?bin\/)?(tini|dumb-init|exec|nohup)$/;

/**
 * The command behind shells and launchers: `sh -c "exec gunicorn …"`, `tini -- ./start.sh` and what that
 * script starts, where it is in the tree and runs one command after another.
 */
export function startLine(
  tree: Snapshot,
  words: string[],
  known: Record<string, string>,
  from: string,
  depth = 0,
): StartLine {
  const plain = withoutLaunchers(words);
  const [program = "", first = ""] = plain;
  const nothing: ShellLine = { words: plain, before: [], variables: [] };
  if (!SHELLS.test(program) && !program.endsWith(".sh")) return { ...nothing, from };
  const isInline = SHELLS.test(program) && /^-[a-z]*c$/.test(first);
  const script = program.endsWith(".sh") ? program : plain.slice(1).find((word) => !word.startsWith("-"));
  const text = isInline ? plain[2] : scriptText(tree, script, plain.slice(plain.indexOf(script ?? "") + 1));
  if (text === undefined || depth > 2)
    return { ...nothing, from, refused: `it needs a shell for ${script ?? program}` };
  return unwrapped(tree, shellLine(text, known), known, from, depth);
}

/** What a line starts may be a shell or a script again. */
export function unwrapped(
  tree: Snapshot,
  line: ShellLine,
  known: Record<string, string>,
  from: string,
  depth = 0,
): StartLine {
  if (line.refused) return { ...line, from };
  const inner = startLine(tree, line.words, known, from, depth + 1);
  return {
    ...inner,
    before: [...line.before, ...inner.before],
    variables: [...line.variables, ...inner.variables],
    directory: inner.directory ?? line.directory,
  };
}

/** A script's text, with its arguments where it passes them on as `"$@"`. */
function scriptText(tree: Snapshot, script: string | undefined, given: string[]): string | undefined {
  if (!script) return undefined;
  const path = join(".", script.replace(/^\/(usr\/src\/)?(app|code|srv|opt|home\/\w+)\//, ""));
  const found = path.startsWith("/") ? tree.paths.find((each) => path.endsWith(`/${each}`)) : path;
  const text = found && tree.text(found);
  return text ? text.replace(/"\$@"|\$@/g, () => given.map(shellWord).join(" ")) : undefined;
}

function withoutLaunchers(words: string[]): string[] {
  const [program = "", ...rest] = words;
  if (!LAUNCHERS.test(program)) return words;
  const start = rest.findIndex((word) => !word.startsWith("-"));
  return withoutLaunchers(start < 0 ? [] : rest.slice(start));
}
