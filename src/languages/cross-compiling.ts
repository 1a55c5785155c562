import { badInput } from "../failure.ts";
import type { Stage } from "../stage.ts";
import { shell, withVariables } from "./sources.ts";

/** One platform in the words of those who compile for it. */
interface Target {
  rust: string;
  /** Prefix of the C compiler, which links. */
  gnu: string;
  debian: string;
}

const TARGETS: Record<string, Target> = {
  "linux/amd64": { rust: "x86_64-unknown-linux-gnu", gnu: "x86_64-linux-gnu", debian: "amd64" },
  "linux/arm64": { rust: "aarch64-unknown-linux-gnu", gnu: "aarch64-linux-gnu", debian: "arm64" },
  "linux/arm/v7": { rust: "armv7-unknown-linux-gnueabihf", gnu: "arm-linux-gnueabihf", debian: "armhf" },
  "linux/ppc64le": { rust: "powerpc64le-unknown-linux-gnu", gnu: "powerpc64le-linux-gnu", debian: "ppc64el" },
  "linux/riscv64": { rust: "riscv64gc-unknown-linux-gnu", gnu: "riscv64-linux-gnu", debian: "riscv64" },
  "linux/s390x": { rust: "s390x-unknown-linux-gnu", gnu: "s390x-linux-gnu", debian: "s390x" },
};

/** Variables that make Go compile for `linux/arm/v7`; none for the builder's own platform. */
export function goTarget(platform?: string): Record<string, string> {
  if (!platform) return {};
  const [GOOS = "linux", GOARCH = "amd64", variant] = platform.split("/");
  return { GOOS, GOARCH, ...(GOARCH === "arm" && variant ? { GOARM: variant.slice(1) } : {}) };
}

/**
 * What Rust calls a platform, for a shell: the builder's own without one. Always named, so that flags of a
 * static program don't reach build scripts and macros, which run there.
 */
export function rustTarget(platform?: string): string {
  return platform ? target(platform).rust : "$(rustc -vV | sed -n 's/^host: //p')";
}

/** The program that links for a platform. */
export function rustLinker(platform: string): string {
  return `${target(platform).gnu}-gcc`;
}

/** Adds Rust's standard library and a linker for another platform, where one is wanted. */
export function withRustTarget<C extends Stage>(stage: C, platform?: string): C {
  if (!platform) return stage;
  const { rust, gnu, debian } = target(platform);
  const name = rust.replaceAll("-", "_");
  const variables = {
    [`CARGO_TARGET_${name.toUpperCase()}_LINKER`]: `${gnu}-gcc`,
    [`CC_${name}`]: `${gnu}-gcc`,
    [`AR_${name}`]: `${gnu}-ar`,
  };
  const packages = `gcc-${gnu.replaceAll("_", "-")} libc6-dev-${debian}-cross`;
  const install = shell(
    `dpkg --add-architecture ${debian}`,
    "apt-get update",
    `apt-get install --yes --no-install-recommends ${packages}`,
    `if command -v rustup; then rustup target add ${rust}; else ${standardLibrary(debian)}; fi`,
    "rm -rf /var/lib/apt/lists/*",
  );
  return withVariables(stage, variables).withExec(install);
}

/** Of a Debian package alone: what it depends on are the parts of a compiler that runs there. */
function standardLibrary(debian: string): string {
  return [
    `apt-get download libstd-rust-web-dev:${debian}=$(dpkg-query --show --showformat '\${Version}' rustc-web)`,
    "dpkg --extract libstd-rust-web-dev_*.deb /",
    "rm libstd-rust-web-dev_*.deb",
  ].join(" && ");
}

function target(platform: string): Target {
  const found = TARGETS[platform] ?? TARGETS[platform.replace(/\/v8$/, "")];
  if (found) return found;
  throw badInput(`--platform ${platform}: Rust compiles for ${Object.keys(TARGETS).join(", ")}`);
}
