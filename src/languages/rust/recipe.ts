import { shellWord } from "../../dockerfile/script.ts";
import type { Microservice } from "../../microservice.ts";
import type { Stage } from "../../stage.ts";
import { rustTarget, withRustTarget } from "../cross-compiling.ts";
import { atHome, homeOf, withFiles } from "../files.ts";
import { type Language, OUT } from "../language.ts";
import { bare } from "../packages.ts";
import { begin, shell, withManifests, withSources, withVariables } from "../sources.ts";
import { detectRust } from "./detect.ts";

const DOWNLOADS = "/var/cache/cargo";

/**
 * Empty programs in the places of the real ones: Cargo compiles dependencies only for something. The
 * manifests are all that is there, so every file of Rust is one of these.
 */
const PLACEHOLDERS =
  "for manifest in $(find /src -name Cargo.toml); do cd $(dirname $manifest); " +
  `for file in src/main.rs src/lib.rs $(grep -oE '"[^"]+[.]rs"' Cargo.toml | tr -d '"'); do ` +
  "mkdir -p $(dirname $file); echo 'fn main() {}' > $file; done; done";

const CLEAN = "find /src -name '*.rs' -delete";

/** Layers and copies have times that say nothing; Cargo decides by them what to compile again. */
const TOUCH = "find /src -name '*.rs' -exec touch {} +";

/** The volume is all services' and locked by Cargo; the layer gets what this lockfile names. */
const FETCH = [
  `lock=$(cargo locate-project --workspace --message-format plain | sed 's/toml$/lock/')`,
  `{ [ -f $lock ] || CARGO_HOME=${DOWNLOADS} cargo generate-lockfile; }`,
  `CARGO_HOME=${DOWNLOADS} cargo fetch --locked`,
  // A service without dependencies downloads nothing, so there may be neither.
  `mkdir -p $CARGO_HOME ${DOWNLOADS}/registry/index ${DOWNLOADS}/registry/cache`,
  `cd ${DOWNLOADS}`,
  "find registry/index -type f -exec cp --parents {} $CARGO_HOME/ ';'",
  "cd - > /dev/null",
  `for crate in $(awk -F'"' '/^name = /{n=$2} /^version = /{print n "-" $2}' $lock); do ` +
    `(cd ${DOWNLOADS} && find registry/cache -name $crate.crate -exec cp --parents {} $CARGO_HOME/ ';'); done`,
  // What comes from git is fetched again: another build may be writing to its part of the volume.
  `if grep -q '^source = "git+' $lock; then cargo fetch --locked; fi`,
];

/** Public images of Rust come without it. */
const CLIPPY = "{ cargo clippy --version > /dev/null 2>&1 || rustup component add clippy; }";

/** Rust to one static program on scratch; dependencies are compiled in a layer of their own. */
export const rust: Language = {
  name: "rust",
  toolchain: "rust",
  aliases: ["cargo"],
  manifests: ["Cargo.toml"],
  reads: [
    "Cargo.toml",
    "Cargo.lock",
    ".cargo/config.toml",
    ".cargo/config",
    "rust-toolchain",
    "rust-toolchain.toml",
  ],
  readsWhenAsked: ["*.rs"],
  managers: ["cargo"],
  entrypoint: { what: "a binary" },
  firstBuildSeconds: 60,
  sharesDependencies: true,
  lint: shell(CLIPPY, "cargo clippy --locked --offline --all-targets"),
  crossCompiles: true,
  carries: true,
  bare: true,
  detect: detectRust,
  dependencies(kit, service) {
    const manifests = ["Cargo.toml", "Cargo.lock", ".cargo", "rust-toolchain", "rust-toolchain.toml"];
    const tools = withRustTarget(withSettings(begin(kit, service, "rust")), kit.platform);
    // Vendored crates come with the sources.
    if (service.packageManager === "vendor") return tools;
    return withManifests(tools, kit, service, manifests)
      .withMountedCache(DOWNLOADS, kit.cache("cargo"))
      .withExec(shell(`(${PLACEHOLDERS})`, ...FETCH, CLEAN))
      .withoutMount(DOWNLOADS)
      .withExec(shell(`(${PLACEHOLDERS})`, compile(service, kit.platform), CLEAN));
  },
  build(kit, service, dependencies) {
    const program = `/target/${rustTarget(kit.platform)}/release/${service.entrypoint}`;
    const installed = `install -D ${program} ${OUT}${homeOf(service)}/${service.name}`;
    const compiled = `${compile(service, kit.platform)} --bin ${service.entrypoint}`;
    const built = withSources(dependencies, kit, service).withExec(shell(TOUCH, compiled, installed));
    return withFiles(built, service);
  },
  test(kit, service, dependencies) {
    const sources = (stage: typeof dependencies) => withSources(stage, kit, service).withExec(shell(TOUCH));
    const test = service.testCommand ?? ["cargo", "test", "--locked", "--offline"];
    if (service.packageManager === "vendor") return sources(dependencies).withExec(test);
    const compiled = shell(`(${PLACEHOLDERS})`, "cargo test --locked --offline --no-run", CLEAN);
    return sources(dependencies.withExec(compiled)).withExec(test);
  },
  runtime(kit, service, artifact) {
    return atHome(bare(kit, service).withDirectory("/", artifact), service) //
      .withEntrypoint(
        service.command ?? [`${homeOf(service)}/${service.name}`, ...(service.arguments ?? [])],
      );
  },
};

/** A build has no database to ask. */
const SETTINGS = {
  CARGO_TARGET_DIR: "/target",
  CARGO_PROFILE_RELEASE_STRIP: "true",
  CARGO_NET_GIT_FETCH_WITH_CLI: "true",
  SQLX_OFFLINE: "true",
};

function withSettings<C extends Stage>(stage: C): C {
  return withVariables(stage, SETTINGS);
}

/**
 * Static, unless the service has flags of its own or needs libraries of a system. Tests need no target, and macros
 * can't be static.
 */
function compile({ member, features, linkage, packages }: Microservice, platform?: string): string {
  const isStatic = !linkage && !packages.runtime.length;
  const flags = isStatic ? `RUSTFLAGS="\${RUSTFLAGS:--C target-feature=+crt-static}" ` : "";
  const words = [
    "cargo build --release --locked --offline",
    `--target ${rustTarget(platform)}`,
    ...(member ? [`--package ${shellWord(member)}`] : []),
    ...(features.length ? [`--features ${features.map(shellWord).join(",")}`] : []),
  ];
  return `${flags}${words.join(" ")}`;
}
