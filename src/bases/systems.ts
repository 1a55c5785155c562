import type { DebianBase } from "./debian-base.ts";
import { PATH } from "./root.ts";
import { withTrust } from "./trust.ts";

/**
 * Build bases whose toolchain is Debian's own. Each has one version: the one that Debian 12 has.
 */

/** pip may install beside Debian's packages: the stage is thrown away. */
export const python: DebianBase = {
  versions: ["3.11"],
  version: "3.11",
  recipe(kit) {
    const root = kit.root({
      variant: "minbase",
      packages: ["ca-certificates", "python3", "python3-pip", "python3-venv"],
      links: { "usr/bin/python": "python3" },
      drop: ["usr/lib/python3.11/EXTERNALLY-MANAGED"],
    });
    return withTrust(root).withEnvVariable("PATH", PATH);
  },
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
      packages: ["ca-certificates", "cargo-web", "gcc", "libc6-dev", "rust-web-clippy", "rustc-web"],
    });
    return withTrust(root)
      .withEnvVariable("CARGO_HOME", "/usr/local/cargo")
      .withEnvVariable("PATH", `/usr/local/cargo/bin:${PATH}`);
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

/** With Maven; binutils, for `jlink --strip-debug`. */
export const jdk: DebianBase = {
  versions: ["17"],
  version: "17",
  newer: true,
  recipe(kit) {
    const root = kit.root({
      variant: "minbase",
      packages: ["binutils", "ca-certificates", "maven", "openjdk-17-jdk-headless"],
      links: { "opt/java/openjdk": "/usr/lib/jvm/default-java" },
      commands: [["sh", "-c", KEY_STORE]],
    });
    return withTrust(root)
      .withEnvVariable("JAVA_HOME", "/opt/java/openjdk")
      .withEnvVariable("PATH", `/opt/java/openjdk/bin:${PATH}`);
  },
};
