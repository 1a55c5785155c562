import { cannot, FINE, type Looked } from "./finding.ts";
import { fileAt, type ImageFiles } from "./image-files.ts";
import { lookAtJava } from "./java.ts";
import { lookAtModules } from "./native-modules.ts";
import { lookAtBun, lookAtNode } from "./node.ts";
import { lookAtProgram, programAt } from "./program.ts";
import { lookAtPython, lookAtPythonScript } from "./python.ts";
import { shebangIn } from "./shebang.ts";
import { type Start, userOf } from "./start.ts";

/**
 * Whether an image has what its command needs to start, as far as its files tell: the program, its interpreter and
 * libraries, and what an interpreter is told to run. Nothing of the image runs.
 */
export async function checkStartFiles(files: ImageFiles, start: Start): Promise<Looked> {
  const user = await userOf(start, files);
  if (!user)
    return cannot(
      `the image knows no user "${start.user}"`,
      "`extras: [user]`, or a user by its number: `USER 65532`",
    );
  for (let words = start.command; ; ) {
    const [program = "", ...rest] = words;
    const looked = await lookAtProgram(files, program, start, user);
    if (looked.finding) return looked;
    const inner = startedBy(program, rest);
    if (!inner)
      return withWords(await lookAtInterpreted(files, program, rest, { ...start, command: words }), words);
    words = inner;
  }
}

/** Programs that do nothing but start another. */
function startedBy(program: string, words: string[]): string[] | undefined {
  if (!/(^|\/)(tini|dumb-init|catatonit|tini-static)$/.test(program)) return undefined;
  const end = words.indexOf("--");
  const at = end < 0 ? words.findIndex((word) => !word.startsWith("-")) : end + 1;
  const inner = at < 0 ? [] : words.slice(at);
  return inner.length ? inner : undefined;
}

async function lookAtInterpreted(
  files: ImageFiles,
  program: string,
  words: string[],
  start: Start,
): Promise<Looked> {
  const name = program.slice(program.lastIndexOf("/") + 1);
  if (/^node(js)?$/.test(name)) return withModules(files, start, await lookAtNode(files, words, start));
  if (name === "bun") return lookAtBun(files, words, start);
  if (/^java$/.test(name)) return lookAtJava(files, words, start);
  if (/^python(3(\.\d+)?)?$/.test(name))
    return withModules(files, start, await lookAtPython(files, words, start));
  const found = programAt(files, program, start);
  const shebang = found && shebangIn(await files.read(found.path, 0, 256));
  return shebang &&
    /python/.test(`${shebang.interpreter} ${shebang.argument}`) &&
    fileAt(files, shebang.interpreter)
    ? withModules(files, start, await lookAtPythonScript(files, name, words, start))
    : FINE;
}

/** What compiled modules lack is told, too: which of them are loaded, only the program knows. */
async function withModules(files: ImageFiles, start: Start, looked: Looked): Promise<Looked> {
  if (looked.finding) return looked;
  return { ...looked, warnings: [...looked.warnings, ...(await lookAtModules(files, start))] };
}

/** What a shell would read and a program doesn't. */
const SHELL = /^(&&|\|\||\||;|>|>>|<|2>&1|&)$|^\$\{?[A-Za-z_]\w*[}:]?|`|\$\(/;

/** A list of words is no shell's: what looks like it is handed to the program as it is. */
function withWords(looked: Looked, words: string[]): Looked {
  const [shell = "", option = ""] = words;
  if (/(^|\/)(ba|da|a|z)?sh$/.test(shell) && /^-\w*c$/.test(option)) return looked;
  const odd = words.slice(1).find((word) => SHELL.test(word));
  if (!odd || looked.finding) return looked;
  const warning = `its command has the word ${odd}, which only a shell would read: the program gets it as it is`;
  return { ...looked, warnings: [...looked.warnings, warning] };
}
