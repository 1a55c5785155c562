import { CARGO, CARGO_BIN, CARGO_SCRIPT } from "./cargo.ts";
import { CPYTHON, fetchedPython } from "./cpython.ts";
import type { DebianBase } from "./debian-base.ts";
import { mavenScript } from "./maven.ts";
import { PATH, type Root } from "./root.ts";
import { withTrust } from "./trust.ts";
import { JAVA, MAVEN_RELEASE, PYTHON } from "./versions.ts";

/**
 * Build bases whose toolchain is Debian's own. Each has the one version that Debian 12 has, and Java those of 13, too.
 */

/**
 * What packages with code in C need to be compiled: compilers, and the headers that the public image has, too.
 * Nothing of it crosses; libraries that were linked to are brought along.
 */
const COMPILERS = ["g++", "git", "make", "openssh-client", "pkg-config"];
const HEADERS = [
  ...["default-libmysqlclient-dev", "libffi-dev", "libjpeg-dev", "libpq-dev", "libssl-dev"],
  ...["libxml2-dev", "libxslt1-dev", "libyaml-dev", "zlib1g-dev"],
];

/** Debian's own, or CPython as it is published, with what its library is linked to. */
export const python: DebianBase = {
  versions: Object.keys(PYTHON),
  version: "3.11",
  recipe(kit, version) {
    const release = PYTHON[version as keyof typeof PYTHON];
    if (!release) return withTrust(kit.root(OWN_PYTHON)).withEnvVariable("PATH", PATH);
    const fetched = fetchedPython(kit, version, release);
    const linked = ["libbz2-1.0", "liblzma5", "libsqlite3-0", "libuuid1", "libzstd1"];
    const packages = ["ca-certificates", ...COMPILERS, ...HEADERS, ...linked];
    return withTrust(kit.root({ variant: "minbase", packages }))
      .withDirectory("/usr/local", fetched.directory(CPYTHON))
      .withEnvVariable("PATH", PATH);
  },
};

/** pip may install beside Debian's packages: the stage is thrown away. */
const OWN_PYTHON: Root = {
  variant: "minbase",
  packages: [
    ...["ca-certificates", "python3", "python3-pip", "python3-venv", ...COMPILERS],
    ...["python3-dev", ...HEADERS],
  ],
  links: { "usr/bin/python": "python3" },
  drop: ["usr/lib/python3.11/EXTERNALLY-MANAGED"],
};

/** C and C++, for services with a Dockerfile of their own. */
export const gcc: DebianBase = {
  versions: ["12"],
  version: "12",
  newer: true,
  recipe(kit) {
    const root = kit.root({
      variant: "minbase",
      packages: ["ca-certificates", "g++", "gcc", "libc6-dev", "make"],
    });
    return withTrust(root).withEnvVariable("PATH", PATH);
  },
};

/** Links statically with `RUSTFLAGS="-C target-feature=+crt-static"` and an explicit `--target`. */
export const rust: DebianBase = {
  versions: ["1.96"],
  version: "1.96",
  newer: true,
  recipe(kit) {
    const root = kit.root({
      variant: "minbase",
      packages: [
        ...["ca-certificates", "cargo-web", "g++", "gcc", "git", "libc6-dev", "make", "openssh-client"],
        ...["pkg-config", "rust-web-clippy", "rustc-web"],
      ],
    });
    const written = root.withExec(["mkdir", "-p", CARGO_BIN]).withNewFile(CARGO, CARGO_SCRIPT);
    const cargo = kit.named("cargo", written.withExec(["chmod", "755", CARGO]));
    return withTrust(root)
      .withFile(CARGO, cargo.file(CARGO))
      .withEnvVariable("CARGO_HOME", "/usr/local/cargo")
      .withEnvVariable("PATH", `${CARGO_BIN}:${PATH}`);
  },
};

/**
 * Java's own list of authorities for the one that a package's script made: that one holds the time.
 */
const KEY_STORE = [
  "jmod extract --dir /tmp/base /opt/java/openjdk/jmods/java.base.jmod",
  "cp /tmp/base/lib/security/cacerts /etc/ssl/certs/java/cacerts",
  "rm -r /tmp/base",
].join(" && ");

/**
 * With Maven as it is published, fetched by Debian's own; binutils, for `jlink --strip-debug`. Sources without a
 * word on their encoding are read in the machine's.
 */
export const jdk: DebianBase = {
  versions: Object.keys(JAVA),
  version: "17",
  newer: true,
  recipe(kit, version) {
    const fetching = withTrust(kit.root({ variant: "minbase", packages: ["ca-certificates", "maven"] }));
    const maven = kit.named("maven", fetching.withExec(["sh", "-c", mavenScript(MAVEN_RELEASE, MAVEN_HOME)]));
    const root = kit.root({
      variant: "minbase",
      suite: JAVA[version as keyof typeof JAVA],
      packages: ["binutils", "ca-certificates", ...DRAWING, `openjdk-${version}-jdk-headless`],
      commands: [
        [
          "sh",
          "-c",
          `mkdir -p /opt/java && ln -s /usr/lib/jvm/java-${version}-openjdk-* /opt/java/openjdk && ${KEY_STORE}`,
        ],
      ],
    });
    return withTrust(root)
      .withDirectory(MAVEN_HOME, maven.directory(MAVEN_HOME))
      .withEnvVariable("JAVA_HOME", "/opt/java/openjdk")
      .withEnvVariable("LANG", "C.UTF-8")
      .withEnvVariable("MAVEN_HOME", MAVEN_HOME)
      .withEnvVariable("PATH", `/opt/java/openjdk/bin:${MAVEN_HOME}/bin:${PATH}`);
  },
};

/** What Java draws texts with; Debian 13 only recommends it. */
const DRAWING = ["fonts-dejavu-core", "libfontconfig1", "libharfbuzz0b"];

const MAVEN_HOME = "/usr/share/maven";
