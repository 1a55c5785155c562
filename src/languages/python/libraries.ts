/** Libraries that every runtime base of Python has: {@link PYTHON} of the bases, and distroless' own. */
const PROVIDED = [
  ...["ld-linux-x86-64", "ld-linux-aarch64", "libanl", "libc", "libdl", "libgcc_s", "libm", "libnss_dns"],
  ...[
    "libnss_files",
    "libpthread",
    "libresolv",
    "librt",
    "libutil",
    "libbz2",
    "libcrypt",
    "libexpat",
    "liblzma",
  ],
  ...["libuuid", "libz", "libcrypto", "libffi", "libsqlite3", "libssl"],
];

/**
 * Copies the shared libraries that installed files are linked to, and those that these are, from the stage: a runtime
 * base has few. What no package here has may be used or not, so it is told.
 *
 * @example
 * python3 -c LIBRARIES /libraries /libraries/app/lib
 */
const SCRIPT = [
  "import os, re, shutil, subprocess, sys",
  "target, *roots = sys.argv[1:]",
  `provided = re.compile(r'(${PROVIDED.join("|")})[.]so')`,
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
  "        place = target + '/usr/lib/' + os.path.basename(os.path.dirname(known[name]))",
  "        os.makedirs(place, exist_ok=True)",
  "        shutil.copy(known[name], place + '/' + name)",
  "        queue += needed([known[name]])",
  "    else: print('no package here has ' + name + ', which something installed is linked to: if it is used, say packages: { runtime: [PACKAGE] } in service.yaml', file=sys.stderr)",
].join("\n");

/** The command that brings along what files below `roots` are linked to; the base's tools may be too few for that. */
export function withLibraries(target: string, ...roots: string[]): string {
  const script = `'${SCRIPT.replaceAll("'", `'"'"'`)}'`;
  return `if command -v readelf > /dev/null; then python3 -c ${script} ${[target, ...roots].join(" ")}; fi`;
}
