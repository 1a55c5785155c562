import { COMPILE_SCRIPT, LOADED_AT_START } from "./python-library.ts";
import { BUNDLE, type Root } from "./root.ts";

/**
 * The roots of runtime bases: no shell, no package manager, no set-uid program.
 */

/** No libc: certificates, time zones, names of users, protocols and file types. */
export const STATIC: Root = {
  variant: "extract",
  packages: ["base-files", "ca-certificates", "media-types", "netbase", "tzdata"],
  files: {
    "etc/passwd": [
      "root:x:0:0:root:/root:/sbin/nologin",
      "nobody:x:65534:65534:nobody:/nonexistent:/sbin/nologin",
      "nonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin\n",
    ].join("\n"),
    "etc/group": "root:x:0:\nnobody:x:65534:\ntty:x:5:\nstaff:x:50:\nnonroot:x:65532:\n",
    "etc/nsswitch.conf": "passwd: files\ngroup: files\nhosts: files dns\nprotocols: files\nservices: files\n",
  },
  // The same zones again, counting leap seconds or spelled otherwise.
  drop: ["usr/share/zoneinfo/right/*", "usr/share/zoneinfo/posix/*", "usr/share/zoneinfo/*.list"],
  keep: [
    BUNDLE,
    "etc/debian_version",
    "etc/host.conf",
    "etc/mime.types",
    "etc/os-release",
    "etc/protocols",
    "etc/services",
    "usr/lib/os-release",
    "usr/share/zoneinfo/*",
  ],
};

/** The C library's parts that programs load; its converters and debugging aids stay out. */
const LIBC = [
  "lib64/ld-linux*",
  ...["ld-linux*", "libanl.*", "libc.*", "libdl.*", "libgcc_s.*", "libm.*", "libnss_dns.*"].map(lib),
  ...["libnss_files.*", "libpthread.*", "libresolv.*", "librt.*", "libutil.*"].map(lib),
];

/** With the C library and what compilers of C, C++ and Rust link to; zlib, for Debian's Java. */
export const CC = extended(STATIC, {
  packages: ["libc6", "libgcc-s1", "libstdc++6", "zlib1g"],
  keep: [...LIBC, usrLib("libstdc++.*"), lib("libz.*")],
});

/** The same of Debian 13, where all libraries lie below `usr` and links lead there. */
export const CC_13: Root = {
  ...CC,
  suite: "trixie",
  keep: [...(CC.keep ?? []).map((path) => path.replace(/^lib/, "usr/lib")), "lib", "lib64"],
};

/** What the Node binary loads; libatomic since 26. */
export const NODE_LIBRARIES = extended(STATIC, {
  packages: ["libatomic1", "libc6", "libgcc-s1", "libstdc++6"],
  keep: [...LIBC, usrLib("libatomic.*"), usrLib("libstdc++.*")],
});

const PYTHON_LIBRARIES = [
  ...["libbz2", "libcrypt", "libexpat", "liblzma", "libuuid", "libz"].map((name) => lib(`${name}.*`)),
  ...["libcrypto", "libffi", "libsqlite3", "libssl"].map((name) => usrLib(`${name}.*`)),
];

/** Terminals, documentation, tests, NIS and Berkeley databases: no service needs them. */
const PYTHON_UNUSED = [
  ...["curses", "idlelib", "pydoc_data", "test", "tkinter", "turtledemo", "venv"].map((name) => `${name}/*`),
  ...["_pydecimal.py", "_pyio.py", "turtle.py", "sitecustomize.py", "LICENSE.txt"],
  ...["_ctypes_test", "_curses", "_dbm", "_test", "_xxtest", "nis", "ossaudiodev", "readline", "xx"].map(
    (name) => `lib-dynload/${name}*`,
  ),
].map((path) => `usr/lib/python3.11/${path}`);

/**
 * Python, most of its library compiled. Where a frame lies in a compiled part, a traceback names file and
 * line but can't quote it.
 */
export const PYTHON = extended(STATIC, {
  packages: ["libgcc-s1", "libpython3.11-stdlib", "python3.11-minimal"],
  links: { "usr/bin/python3": "python3.11", "usr/bin/python": "python3" },
  drop: PYTHON_UNUSED,
  commands: [["/usr/bin/python3.11", "-I", "-S", "-B", "-c", COMPILE_SCRIPT, ...LOADED_AT_START]],
  keep: [
    ...LIBC,
    ...PYTHON_LIBRARIES,
    "usr/bin/python*",
    "usr/lib/python3.11/*.py",
    "usr/lib/python3.11/*.pyc",
    "usr/lib/python3.11/lib-dynload/*.so",
  ],
});

function extended(root: Root, more: Partial<Root>): Root {
  return {
    ...root,
    ...more,
    packages: [...root.packages, ...(more.packages ?? [])],
    drop: [...(root.drop ?? []), ...(more.drop ?? [])],
    keep: [...(root.keep ?? []), ...(more.keep ?? [])],
  };
}

function lib(name: string): string {
  return `lib/*-linux-gnu/${name}`;
}

function usrLib(name: string): string {
  return `usr/lib/*-linux-gnu/${name}`;
}
