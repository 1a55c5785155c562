/** The first line of a script, as the kernel reads it. */
export interface Shebang {
  interpreter: string;
  /** All that follows it is one argument. */
  argument?: string;
  /** The line ends with CR LF: the kernel takes the CR for a part of its last word. */
  carriageReturn: boolean;
}

/** As much of a line as the kernel reads (BINPRM_BUF_SIZE). */
const MOST = 256;

/** What starts a script; undefined where its bytes don't begin with `#!`. */
export function shebangIn(bytes: Uint8Array): Shebang | undefined {
  const [line = ""] = new TextDecoder("latin1").decode(bytes.subarray(0, MOST)).split("\n", 1);
  if (!line.startsWith("#!")) return undefined;
  const [, interpreter = "", argument] = /^#![ \t]*([^ \t\r]*)[ \t]*([^\r]*)/.exec(line) ?? [];
  return {
    interpreter,
    ...(argument?.trim() && { argument: argument.trim() }),
    carriageReturn: line.endsWith("\r"),
  };
}
