import { library, quoted, type Saying } from "./saying.ts";

/** The kernel, by way of a container runtime or a shell; glibc's loader and musl's. */
export const SYSTEM: Saying[] = [
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
];

/** Shells, of programs that they don't find. */
export const SHELLS: Saying[] = [
  {
    of: /^(?:sh|\/bin\/sh|bash|[^\s:]+\.sh): (?:\d+: |line \d+: )?([^\s:]+): (?:command )?not found/m,
    missing: (name) => `there is no program ${quoted(name)} in the image`,
    mend: () => "say `command:`, or `packages: { runtime: […] }`",
  },
];
