import type { Saying } from "./saying.ts";

/** Java's launcher and its class loaders. */
export const JAVA: Saying[] = [
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
];
