import type { Attempt } from "./attempt.ts";
import type { Finding } from "./finding.ts";

interface Saying {
  of: RegExp;
  missing(...parts: string[]): string;
  mend?(...parts: string[]): string;
}

const quoted = (name: string) => `"${name}"`;

/**
 * What loaders and interpreters say of what they miss, each as its sources spell it. A program's own complaints are not
 * among them: a database, a variable or a network that isn't there is no fault of the image.
 */
const SAYINGS: Saying[] = [
  // The kernel, through a container runtime or a shell.
  { of: /exec format error/i, missing: () => "its program is for another machine, or a script without #!" },
  {
    of: /exec: "([^"]+)": (?:stat|executable file not found)|executable file [`"']?([^`"'\s]+)[`"']? not found/,
    missing: (first, second) => `there is no ${first || second} in the image`,
    mend: () => "say `command:`",
  },
  // glibc's loader and musl's.
  {
    of: /error while loading shared libraries: ([^\s:]+): (?!.*permission)/,
    missing: (name) => `the image lacks the library ${name}`,
    mend: library,
  },
  {
    of: /Error loading shared library ([^\s:]+):/,
    missing: (name) => `the image lacks the library ${name}`,
    mend: library,
  },
  {
    of: /(?:ImportError|OSError|Error): (?:.*?: )?([\w.+-]+\.so[\w.]*): cannot open shared object file/,
    missing: (name) => `the image lacks the library ${name}`,
    mend: library,
  },
  {
    of: /version [`']([A-Z]+_[\w.]+)' not found \(required by ([^)]+)\)/,
    missing: (version, by) => `${by} needs ${version}, which the image's library lacks`,
    mend: () => "build it with the base's own toolchain, or start from a base with a newer library",
  },
  {
    of: /symbol lookup error: ([^\s:]+): undefined symbol: (\w+)/,
    missing: (by, name) => `${by} needs ${name}, which no library has`,
  },
  { of: /invalid ELF header|wrong ELF class/, missing: () => "a library of it is for another machine" },
  // Node.
  {
    of: /(?:Error: Cannot find module|Error \[ERR_MODULE_NOT_FOUND\]: Cannot find (?:module|package)) '([^']+)'/,
    missing: (name) => `there is no module ${quoted(name)} in the image`,
    mend: (name) =>
      /^[./]/.test(name)
        ? "which build makes it? say `entrypoint:` or `command:`"
        : `name ${name} in dependencies, not in devDependencies`,
  },
  {
    of: /ERR_UNKNOWN_FILE_EXTENSION\]: Unknown file extension "([^"]+)"/,
    missing: (name) => `Node doesn't run ${name} files as they are`,
    mend: () => "compile them in its build script, or start them by tsx from dependencies",
  },
  {
    of: /SyntaxError: (Cannot use import statement outside a module|Unexpected token 'export'|The requested module .* does not provide an export named .*)/,
    missing: (words) => `Node can't load it: ${words}`,
  },
  {
    of: /(ERR_REQUIRE_ESM|ReferenceError: (?:require|module|exports|__dirname) is not defined in ES module scope)/,
    missing: (words) => `Node can't load it: ${words}`,
    mend: () => 'is `"type": "module"` right in its package.json?',
  },
  // Python.
  {
    of: /^ModuleNotFoundError: No module named '([^']+)'/m,
    missing: (name) => `there is no module ${quoted(name)} in the image`,
    mend: (name) => `name what brings ${name.split(".")[0]} among the dependencies`,
  },
  {
    of: /: No module named '?([\w.]+)'?(?:;|$)/,
    missing: (name) => `there is no module ${quoted(name)} in the image`,
    mend: () => "say `entrypoint:` or `command:`",
  },
  {
    of: /python3?: can't open file '([^']+)'/,
    missing: (path) => `there is no ${path} in the image`,
    mend: () => "say `entrypoint:` or `command:`",
  },
  {
    of: /ImportError: cannot import name '([^']+)' from '([^']+)'/,
    missing: (name, from) => `${from} has no ${name}`,
    mend: () => "its version is not the one that it was written for: pin it",
  },
  {
    of: /((?:Syntax|Indentation|Tab)Error: .*)/,
    missing: (words) => `its interpreter can't read it: ${words}`,
  },
  {
    of: /Error loading ASGI app\. (Could not import module|Attribute) "([^"]+)"/,
    missing: (what, name) =>
      what === "Attribute"
        ? `the module has no ${quoted(name)}`
        : `there is no module ${quoted(name)} in the image`,
    mend: () => "say `entrypoint: module:object`",
  },
  {
    of: /Failed to find attribute '([^']+)' in '([^']+)'/,
    missing: (name, module) => `${module} has no ${quoted(name)}`,
    mend: () => "say `entrypoint: module:object`",
  },
  {
    of: /Error: (Could not locate a Flask application.*|Could not import '[^']+'.*|While importing '[^']+'.*|Failed to find Flask .*)/,
    missing: (words) => `Flask finds no application: ${words.trim()}`,
    mend: () => "say `entrypoint: module:object`",
  },
  // Java.
  {
    of: /no main manifest attribute, in (\S+)/,
    missing: (jar) => `${jar} has no Main-Class in its manifest`,
    mend: () => "let its build write one, or name the jar that has it: `entrypoint:`",
  },
  {
    of: /Unable to access jarfile (\S+)/,
    missing: (jar) => `there is no ${jar} in the image`,
    mend: () => "say `entrypoint:`",
  },
  {
    of: /Could not find or load main class (\S+)/,
    missing: (name) => `there is no class ${name} on its class path`,
    mend: () => "say `command:`, or the class in the build",
  },
  {
    of: /UnsupportedClassVersionError: (\S+) .*class file version (\d+)/,
    missing: (name, version) =>
      `class ${name.replaceAll("/", ".")} is compiled for Java ${Number(version) - 44}`,
    mend: (_name, version) => `say \`version: "${Number(version) - 44}"\``,
  },
  {
    of: /^(?:Exception in thread "[^"]*" |Caused by: |Error: )java\.lang\.(?:NoClassDefFoundError|ClassNotFoundException): ([\w/.$]+)/m,
    missing: (name) => `there is no class ${name.replaceAll("/", ".")} in the image`,
    mend: () =>
      "is it in the jar's dependencies, and not `provided` or `test`? a class of Java's own: `modules`",
  },
  {
    of: /Error occurred during initialization of boot layer[^\n]*\n?.*(?:FindException: (.*))?/,
    missing: (words) => `Java can't start: ${words || "a module is missing"}`,
  },
  {
    of: /(Unrecognized (?:VM )?option:? '?[^\s']+)/,
    missing: (words) => `Java can't start: ${words}`,
    mend: () => "its version has no such option: say `command:` or `version:`",
  },
  {
    of: /UnsatisfiedLinkError: (?:no (\S+) in|.*\/([\w.+-]+\.so[\w.]*): cannot open)/,
    missing: (name) => `the image lacks the library ${name}`,
    mend: () => "`packages: { runtime: […] }` names the Debian package that has it",
  },
  // Shells.
  {
    of: /^(?:sh|\/bin\/sh|bash|[^\s:]+\.sh): (?:\d+: |line \d+: )?([^\s:]+): (?:command )?not found/m,
    missing: (name) => `there is no program ${quoted(name)} in the image`,
    mend: () => "say `command:`, or `packages: { runtime: […] }`",
  },
];

function library(): string {
  return "name the Debian package that has it: `packages: { runtime: […] }`";
}

/** What a loader or an interpreter said of what the image lacks; undefined where it said nothing of the kind. */
export function missingIn({ exitCode, lines }: Attempt): Finding | undefined {
  if (exitCode === undefined || exitCode === 0) return undefined;
  const text = lines.join("\n");
  for (const { of, missing, mend } of SAYINGS) {
    const found = of.exec(text);
    const parts = found?.slice(1).map((part) => part ?? "") ?? [];
    if (found) return { missing: missing(...parts), mend: mend?.(...parts) };
  }
  return undefined;
}

/** What is told of a start that no loader complained of. */
export function toldOf({ exitCode, milliseconds, listens, lines }: Attempt): string {
  const after = `after ${(milliseconds / 1000).toFixed(1)} s`;
  if (exitCode === undefined) return listens ? `it listens ${after}` : `it runs ${after}`;
  const last =
    lines.findLast((line) => /^\S*(error|exception|fatal|panic)\b/i.test(line.trim())) ??
    lines.findLast((line) => line.trim() !== "");
  return `it ended with ${exitCode} ${after}${exitCode && last ? `: ${last.trim().slice(0, 160)}` : ""}`;
}

/** A program that answers nobody but itself, in words: as bad as none, and nothing else would tell. */
export function unreachable({ exitCode, loopback }: Attempt): string[] {
  if (exitCode !== undefined || loopback === undefined) return [];
  const where = `127.0.0.1:${loopback}`;
  return [`it listens on ${where} alone, which nobody outside the container reaches: listen on 0.0.0.0`];
}
