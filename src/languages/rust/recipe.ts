import type { Microservice } from "../../microservice.ts";
import type { Stage } from "../../stage.ts";
import { rustTarget, withRustTarget } from "../cross.ts";
import { atHome, homeOf, withFiles } from "../files.ts";
import { type Language, OUT } from "../language.ts";
import { bare } from "../packages.ts";
import { begin, shell, withManifests, withSources } from "../sources.ts";
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
  `CARGO_HOME=${DOWNLOADS} cargo fetch --locked`,
  // A service without dependencies downloads nothing, so there may be neither.
  `mkdir -p $CARGO_HOME ${DOWNLOADS}/registry/index ${DOWNLOADS}/registry/cache`,
  `cd ${DOWNLOADS}`,
  "find registry/index -type f -exec cp --parents {} $CARGO_HOME/ ';'",
  "cd - > /dev/null",
  `lock=$(cargo locate-project --workspace --message-format plain | sed 's/toml$/lock/')`,
  `for crate in $(awk -F'"' '/^name = /{n=$2} /^version = /{print n "-" $2}' $lock); do ` +
    `(cd ${DOWNLOADS} && find registry/cache -name $crate.crate -exec cp --parents {} $CARGO_HOME/ ';'); done`,
];

/** Public images of Rust come without it. */
const CLIPPY = "{ cargo clippy --version > /dev/null 2>&1 || rustup component add clippy; }";

/** Rust to one static program on scratch; dependencies are compiled in a layer of their own. */
export const rust: Language = {
  name: "rust",
  aliases: ["cargo"],
  manifests: ["Cargo.toml"],
  reads: ["Cargo.toml", "rust-toolchain", "rust-toolchain.toml"],
  managers: ["cargo"],
  entrypoint: { what: "a binary" },
  firstBuildSeconds: 60,
  lint: shell(CLIPPY, "cargo clippy --locked --offline --all-targets"),
  crossCompiles: true,
  carries: true,
  bare: true,
  detect: detectRust,
  dependencies(kit, service) {
    const manifests = ["Cargo.toml", "Cargo.lock", ".cargo", "rust-toolchain", "rust-toolchain.toml"];
    const tools = withRustTarget(withSettings(begin(kit, service, "rust")), kit.platform);
    return withManifests(tools, kit, service, manifests)
      .withMountedCache(DOWNLOADS, kit.cache("cargo"))
      .withExec(shell(`(${PLACEHOLDERS})`, ...FETCH, CLEAN))
      .withoutMount(DOWNLOADS)
      .withExec(shell(`(${PLACEHOLDERS})`, compile(service, kit.platform), CLEAN));
  },
  build(kit, service, dependencies) {
    const program = `/target/${rustTarget(kit.platform)}/release/${service.entrypoint}`;
    const installed = `install -D ${program} ${OUT}${homeOf(service)}/${service.name}`;
    return withFiles(
      withSources(dependencies, kit, service).withExec(
        shell(TOUCH, compile(service, kit.platform), installed),
      ),
      service,
    );
  },
  test(kit, service, dependencies) {
    const compiled = dependencies.withExec(
      shell(`(${PLACEHOLDERS})`, "cargo test --locked --offline --no-run", CLEAN),
    );
    return withSources(compiled, kit, service)
      .withExec(shell(TOUCH))
      .withExec(service.testCommand ?? ["cargo", "test", "--locked", "--offline"]);
  },
  runtime(kit, service, artifact) {
    return atHome(bare(kit, service).withDirectory("/", artifact), service) //
      .withEntrypoint(
        service.command ?? [`${homeOf(service)}/${service.name}`, ...(service.arguments ?? [])],
      );
  },
};

function withSettings<C extends Stage>(stage: C): C {
  return stage
    .withEnvVariable("CARGO_TARGET_DIR", "/target")
    .withEnvVariable("CARGO_PROFILE_RELEASE_STRIP", "true");
}

/** Static, unless the service has flags of its own. Tests need no target, and macros can't be static. */
function compile({ entrypoint }: Microservice, platform?: string): string {
  return `RUSTFLAGS="\${RUSTFLAGS:--C target-feature=+crt-static}" cargo build --release --locked --offline --target ${rustTarget(platform)} --bin ${entrypoint}`;
}
