import { type Line, pythonLines } from "./logical-lines.ts";

/** What a Python file defines at module level, as far as starting it goes. */
export interface PythonSource {
  lines: Line[];
  /** Names that a module has once it is imported, to what they are bound to last. */
  names: Map<string, Bound>;
  functions: PythonFunction[];
  /** Names of classes to those that they extend. */
  classes: Map<string, string[]>;
  /** Names of classes to their `__call__`. */
  calls: Map<string, Pick<PythonFunction, "parameters">>;
  /** Local names to where they come from: `Flask` to `flask.Flask`, `app` to `.web.app`. */
  imports: Map<string, string>;
  /** The line of `if __name__ == "__main__":`. */
  main?: Line;
}

/** The value of a name: what is called, `flask.Flask`, or another name. */
export interface Bound {
  line: number;
  called?: string;
  name?: string;
}

export interface PythonFunction {
  name: string;
  line: number;
  /** Names of its parameters. */
  parameters: string[];
  /** Parameters that a caller must give. */
  required: number;
  isDecorated: boolean;
  /** The type that it is said to return. */
  returns?: string;
  body: Line[];
}

/** Reads a file. */
export function pythonSource(text: string): PythonSource {
  const lines = pythonLines(text);
  const top = lines.filter(isTop);
  const classes = top.flatMap(({ code }) => {
    const [, name, bases = ""] = /^class\s+(\w+)\s*(?:\(([^)]*)\))?/.exec(code) ?? [];
    return name ? [[name, bases.split(",").map((base) => base.trim())] as const] : [];
  });
  return {
    lines,
    names: new Map(top.flatMap(boundBy)),
    functions: functionsOf(lines),
    classes: new Map(classes),
    calls: new Map(lines.flatMap(callOf)),
    imports: new Map(lines.filter((line) => !inFunction(line)).flatMap(({ code }) => importsOf(code))),
    main: lines.find((line) => isMain(line) && line.within.length === 0),
  };
}

/** Blocks whose lines run when a module is imported. */
const RUN_ON_IMPORT = /^(if|elif|else|try|except|finally|with|async with|for|while)\b/;

function isTop(line: Line): boolean {
  return line.within.every((header) => RUN_ON_IMPORT.test(header.code) && !isMain(header));
}

function isMain({ text }: Line): boolean {
  return /^if\b.*\b__name__\s*==\s*["']__main__["']|^if(?:\s*\()?\s*["']__main__["']\s*==\s*__name__/.test(
    text,
  );
}

function inFunction({ within }: Line): boolean {
  return within.some(({ code }) => /^(async\s+)?def\b|^class\b/.test(code));
}

/** `app: Flask = Flask(__name__)` and `a = b = make()`. */
export function boundBy({ code, number }: Line): [string, Bound][] {
  const [, targets, value = ""] = /^((?:\w+\s*(?::[^=\n]+)?=\s*)+)(?!=)([\s\S]*)$/.exec(code) ?? [];
  const called = /^(?:await\s+)?([\w.]+)\s*\(/.exec(value)?.[1];
  const name = /^[A-Za-z_][\w.]*$/.exec(value)?.[0];
  const names = [...(targets ?? "").matchAll(/(\w+)\s*(?::[^=]+)?=/g)].map((match) => match[1] as string);
  return names.map((target) => [target, { line: number, called, name }]);
}

function functionsOf(lines: Line[]): PythonFunction[] {
  return lines.flatMap((line, index): PythonFunction[] => {
    const [, name, parameters = "", returns] =
      /^(?:async\s+)?def\s+(\w+)\s*\(([\s\S]*)\)\s*(->[^:]*)?:/.exec(line.code) ?? [];
    if (!name || !isTop(line)) return [];
    const body = lines.filter(({ within }) => within.includes(line));
    const isDecorated = lines[index - 1]?.code.startsWith("@") ?? false;
    // What stands in quotes is a type of later: `-> "Flask"`.
    const type = returns && /->\s*["']?([\w.]+)/.exec(line.text)?.[1];
    const all = parametersOf(parameters);
    const required = all.filter((parameter) => !parameter.includes("=")).length;
    const plain = { name, line: line.number, parameters: all.map(nameOf), required };
    return [{ ...plain, isDecorated, returns: type, body }];
  });
}

/** `def __call__(self, scope, receive, send):` of a class at module level. */
function callOf({ code, within }: Line): [string, Pick<PythonFunction, "parameters">][] {
  const parameters = /^(?:async\s+)?def\s+__call__\s*\(([\s\S]*)\)\s*(?:->[^:]*)?:/.exec(code)?.[1];
  const name = within.length === 1 ? /^class\s+(\w+)/.exec(within[0]?.code ?? "")?.[1] : undefined;
  return name && parameters ? [[name, { parameters: parametersOf(parameters).map(nameOf) }]] : [];
}

/** Parameters with their types and defaults, but for `*args` and the like. */
function parametersOf(parameters: string): string[] {
  let plain = parameters;
  for (let before = ""; before !== plain; ) {
    before = plain;
    plain = plain.replace(/[([{][^()[\]{}]*[)\]}]/g, "");
  }
  return plain
    .split(",")
    .map((parameter) => parameter.trim())
    .filter((parameter) => /^\w/.test(parameter));
}

function nameOf(parameter: string): string {
  return /^\w+/.exec(parameter)?.[0] ?? "";
}

/** `from a.b import c as d` and `import a.b as c`. */
function importsOf(code: string): [string, string][] {
  const [, module, names] = /^from\s+([.\w]+)\s+import\s+\(?([\s\S]*?)\)?\s*$/.exec(code) ?? [];
  const plain = /^import\s+([\s\S]+)$/.exec(code)?.[1];
  const parts = (names ?? plain ?? "").split(",").map((part) => part.trim().split(/\s+as\s+/));
  return parts.flatMap(([name = "", local]): [string, string][] => {
    if (!/^[\w.]+$/.test(name)) return [];
    if (module) return [[local ?? name, `${module}${module.endsWith(".") ? "" : "."}${name}`]];
    const [first = name] = name.split(".");
    return [local ? [local, name] : [first, first]];
  });
}
