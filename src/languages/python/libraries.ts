/** What every base has that runs programs in C. */
export const C_LIBRARY = [
  ...["ld-linux-x86-64", "ld-linux-aarch64", "libanl", "libc", "libdl", "libgcc_s", "libm", "libnss_dns"],
  ...["libnss_files", "libpthread", "libresolv", "librt", "libutil"],
];

/** What the runtime base of Python has: `PYTHON` of the bases, and distroless' own. */
export const PROVIDED = [
  ...C_LIBRARY,
  ...[
    "libbz2",
    "libcrypt",
    "libcrypto",
    "libexpat",
    "libffi",
    "liblzma",
    "libsqlite3",
    "libssl",
    "libuuid",
    "libz",
  ],
];

/**
 * Copies the shared libraries that installed files are linked to, and those that these are, from the stage: a runtime
 * base has few. What no package here has may be used or not, so it is told.
 *
 * @example
 * python3 -c SCRIPT 'libc|libm' /libraries /libraries/app/lib
 */
const SCRIPT = [
  "import os, re, shutil, subprocess, sys",
  "names, target, *roots = sys.argv[1:]",
  "provided = re.compile('(' + names + ')[.]so')",
  "place = target + '/usr/lib/' + next(each for each in os.listdir('/usr/lib') if each.endswith('-linux-gnu'))",
  "files = [os.path.join(d, n) for r in roots for d, _, ns in os.walk(r) for n in ns]",
  "elf = [f for f in files if not os.path.islink(f) and open(f, 'rb').read(4) == b'\\x7fELF']",
  "own = {os.path.basename(f) for f in files}",
  "known = dict(re.findall(r'^\\s+(\\S+) \\(.*=> (\\S+)$', subprocess.run(['ldconfig', '-p'], capture_output=True, text=True).stdout, re.M)[::-1])",
  "def needed(paths):",
  "    found = subprocess.run(['readelf', '-d', *paths], capture_output=True, text=True).stdout if paths else ''",
  "    return sorted(set(re.findall(r'NEEDED.*\\[(.*)\\]', found)))",
  "queue, seen = needed(elf), set()",
  "while queue:",
  "    name = queue.pop()",
  "    if name in seen or name in own or provided.match(name): continue",
  "    seen.add(name)",
  "    if name in known:",
  "        os.makedirs(place, exist_ok=True)",
  "        shutil.copy(known[name], place + '/' + name)",
  "        queue += needed([known[name]])",
  "    else: print('no package here has ' + name + ', which something installed is linked to: if it is used, say packages: { runtime: [PACKAGE] } in service.yaml', file=sys.stderr)",
].join("\n");

/**
 * The command that brings along what files below `roots` are linked to; a base's tools may be too few for that.
 *
 * @param provided libraries that the image's base has, without `.so`.
 */
export function withLibraries(provided: string[], target: string, ...roots: string[]): string {
  const words = [quotedScript(SCRIPT), `'${provided.join("|")}'`, target, ...roots].join(" ");
  return `if command -v readelf > /dev/null; then python3 -c ${words}; fi`;
}

/** A script as one word of a shell. */
export function quotedScript(script: string): string {
  return `'${script.replaceAll("'", `'"'"'`)}'`;
}
