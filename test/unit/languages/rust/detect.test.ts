import { describe, expect, test } from "vitest";
import { Snapshot } from "../../../../src/files/snapshot.ts";
import { detectRust } from "../../../../src/languages/rust/detect.ts";
import { facts, type Row } from "../../detection/facts.ts";

const CARGO = "packageManager cargo (Cargo.toml)";
const crate = (name: string, more = "") => `[package]\nname = "${name}"\n${more}`;

describe("Rust", () => {
  const table: Row[] = [
    ["none", { "src/main.rs": "" }, "nothing"],
    [
      "one binary, a lowest version and a framework",
      {
        "Cargo.toml": crate("api", 'rust-version = "1.75"\n[dependencies]\naxum = "0.8"\n'),
        "src/main.rs": "",
      },
      "minimumVersion 1.75 (Cargo.toml:3)",
      CARGO,
      "entrypoint api (Cargo.toml:2)",
      "port 3000 (default of axum)",
    ],
    [
      "several binaries",
      { "Cargo.toml": crate("api"), "src/main.rs": "", "src/bin/job.rs": "", "src/bin/tool/main.rs": "" },
      CARGO,
      "entrypoint? api | job | tool",
    ],
    [
      "declared ones, and the default",
      {
        "Cargo.toml": crate(
          "api",
          'default-run = "two"\n[[bin]]\nname = "one"\npath = "src/bin/1.rs"\n[[bin]]\nname = "two"\npath = "src/main.rs"\n',
        ),
        "src/main.rs": "",
        "src/bin/1.rs": "",
      },
      CARGO,
      "entrypoint two (Cargo.toml:3)",
    ],
    ["a library", { "Cargo.toml": crate("lib"), "src/lib.rs": "" }, "tooling", CARGO, "entrypoint?"],
    [
      "a toolchain file",
      {
        "Cargo.toml": crate("api"),
        "src/main.rs": "",
        "rust-toolchain.toml": '[toolchain]\nchannel = "1.79.0"\n',
      },
      "version 1.79 (rust-toolchain.toml:2)",
      CARGO,
      "entrypoint api (Cargo.toml:2)",
    ],
    [
      "a list of tools",
      { "Cargo.toml": crate("api"), "src/main.rs": "", ".tool-versions": "golang 1.26\nrust 1.80.1\n" },
      "version 1.80 (.tool-versions:2)",
      CARGO,
      "entrypoint api (Cargo.toml:2)",
    ],
    [
      "a bare toolchain file that names a channel",
      { "Cargo.toml": crate("api"), "src/main.rs": "", "rust-toolchain": "stable\n" },
      CARGO,
      "entrypoint api (Cargo.toml:2)",
    ],
    [
      "a package that is its workspace's root: members are others",
      {
        "Cargo.toml": `${crate("api")}[workspace]\nmembers = ["migration"]\n`,
        "src/main.rs": "",
        "migration/Cargo.toml": crate("migration"),
        "migration/src/main.rs": "",
      },
      CARGO,
      "entrypoint api (Cargo.toml:2)",
      "member api (Cargo.toml:2)",
    ],
    [
      "a workspace as the service",
      {
        "Cargo.toml": '[workspace]\nmembers = ["crates/*"]\n',
        "crates/api/Cargo.toml": crate("api"),
        "crates/api/src/main.rs": "",
        "crates/lib/Cargo.toml": crate("lib"),
        "crates/lib/src/lib.rs": "",
      },
      CARGO,
      "entrypoint api (crates/api/Cargo.toml:2)",
      "member api (crates/api/Cargo.toml:2)",
    ],
    [
      "a workspace above, crates by path and by inheritance",
      {
        "Cargo.toml":
          '[workspace]\nmembers = ["services/*", "libs/*"]\n[workspace.package]\nrust-version = "1.80"\n[workspace.dependencies]\nmoney = { path = "libs/money" }\n',
        "Cargo.lock": "",
        "services/x/Cargo.toml": crate("x", "[dependencies]\nmoney.workspace = true\n"),
        "services/x/src/main.rs": "",
        "services/y/Cargo.toml": crate("y"),
        "services/y/src/main.rs": "",
        "services/y/src/more.rs": "",
        "libs/money/Cargo.toml": crate("money", '[dependencies.round]\npath = "../round"\n'),
        "libs/money/src/lib.rs": "",
        "libs/round/Cargo.toml": crate("round"),
        "libs/round/src/lib.rs": "",
      },
      "minimumVersion 1.80 (../../Cargo.toml:4)",
      CARGO,
      "workspace . (../../Cargo.toml)",
      "entrypoint x (Cargo.toml:2)",
      "inputs libs/money (Cargo.toml:4)",
      "inputs libs/round (../../libs/money/Cargo.toml:4)",
      "inputs Cargo.toml Cargo.lock (../../Cargo.toml)",
      "inputs libs/money/Cargo.toml libs/money/src/lib.rs (../../Cargo.toml)",
      "inputs libs/round/Cargo.toml libs/round/src/lib.rs (../../Cargo.toml)",
      "inputs services/y/Cargo.toml services/y/src/main.rs (../../Cargo.toml)",
    ],
    [
      "a crate by a path that isn't there",
      {
        "services/x/Cargo.toml": crate("x", '[dependencies]\nm = { path = "../m" }\n'),
        "services/x/src/main.rs": "",
      },
      CARGO,
      "entrypoint x (Cargo.toml:2)",
      "Cargo.toml:4: the repository has no services/m",
    ],
  ];
  test.each(table)("%s", (_name, files, ...expected) => expect(facts(detectRust, files)).toEqual(expected));
});

const LOCKED = (name: string, ...uses: string[]) =>
  `[[package]]\nname = "${name}"\nversion = "1.0.0"\nsource = "registry+x"\ndependencies = [${uses.map((use) => `"${use}"`)}]\n`;
const OWN = (...uses: string[]) =>
  `[[package]]\nname = "api"\nversion = "0.1.0"\ndependencies = [${uses.map((use) => `"${use}"`)}]\n`;
const API = { "Cargo.toml": crate("api"), "src/main.rs": "fn main() {}\n" };
const START = [CARGO, "entrypoint api (Cargo.toml:2)"];

describe("Rust's surroundings", () => {
  const table: Row[] = [
    [
      "a library of the system's, of a dependency's dependency",
      {
        ...API,
        "Cargo.lock": OWN("native-tls") + LOCKED("native-tls", "openssl-sys") + LOCKED("openssl-sys", "libc"),
      },
      ...START,
      "buildPackages libssl-dev (Cargo.lock:11 (openssl-sys))",
      "runtimePackages libssl3 (Cargo.lock:11 (openssl-sys))",
      "extras certificates (Cargo.lock:6 (native-tls))",
    ],
    [
      "one that is compiled along, and one of another member",
      {
        ...API,
        "Cargo.lock":
          OWN("openssl-sys", "libsqlite3-sys") +
          LOCKED("openssl-sys", "openssl-src") +
          LOCKED("openssl-src") +
          LOCKED("libsqlite3-sys", "cc") +
          LOCKED("pq-sys"),
      },
      ...START,
      "buildPackages perl (Cargo.lock:11 (openssl-src))",
    ],
    [
      "a night's compiler",
      { ...API, "rust-toolchain.toml": '[toolchain]\nchannel = "nightly-2025-01-01"\n' },
      ...START,
      "rust-toolchain.toml:2: Rust nightly-2025-01-01 can't be had: bases have stable releases",
    ],
    [
      "vendored crates, and a linker",
      {
        ...API,
        ".cargo/config.toml":
          '[source.vendored-sources]\ndirectory = "vendor"\n[target.x86_64-unknown-linux-gnu]\nlinker = "clang"\n',
        "vendor/a/Cargo.toml": "",
      },
      "packageManager vendor (.cargo/config.toml:2)",
      "entrypoint api (Cargo.toml:2)",
      "buildPackages clang (.cargo/config.toml:4)",
    ],
    [
      "the program that a Dockerfile takes, its features and its arguments",
      {
        "Cargo.toml": crate(
          "api",
          '[[bin]]\nname = "job"\npath = "src/job.rs"\nrequired-features = ["jobs"]\n',
        ),
        "src/main.rs": "",
        "src/job.rs": "",
        Dockerfile:
          'FROM rust AS b\nRUN cargo build --release --features "a,b"\nFROM scratch\nCOPY --from=b /x/target/release/job /job\nCMD ["/job", "--once"]\n',
      },
      CARGO,
      "entrypoint job (Dockerfile:4)",
      "features jobs (Cargo.toml:6)",
      "features a b (Dockerfile:2)",
      "arguments --once (Dockerfile:5)",
    ],
    [
      "files that it reads, and none that it includes, prints or tests with",
      {
        ...API,
        "src/main.rs": [
          "fn main() {",
          '  let a = ServeDir::new("./static"); // "docs"',
          '  let b = include_str!("../docs/a.md"); println!("docs/a.md");',
          '  let c = Tera::new(r#"templates/**/*.html"#).unwrap(); let d = "static";',
          "}",
          "#[cfg(test)]",
          'mod tests { fn x() { File::open("docs/a.md"); } }',
        ].join("\n"),
        "static/a.css": "",
        "templates/a/b.html": "",
        "docs/a.md": "",
      },
      ...START,
      "files static (src/main.rs:2)",
      "files templates (src/main.rs:4)",
    ],
    [
      "Rocket's settings and templates, which no source names",
      {
        "Cargo.toml": crate(
          "api",
          '[dependencies]\nrocket = "0.5"\nrocket_dyn_templates = { version = "0.2" }\n',
        ),
        "src/main.rs": "",
        "Rocket.toml": "",
        "templates/a.tera": "",
      },
      ...START,
      "port 8000 (default of rocket)",
      "files Rocket.toml (Cargo.toml)",
      "files templates (Cargo.toml)",
    ],
    [
      "a database that is asked while it compiles",
      {
        "Cargo.toml": crate("api", '[dependencies]\nsqlx = "0.8"\n'),
        "src/main.rs": 'fn main() {\n  sqlx::query!("select 1");\n}\n',
      },
      ...START,
      "src/main.rs:2: sqlx asks a database while this is compiled, and a build has none",
    ],
    [
      "what it answered before",
      {
        "Cargo.toml": crate("api", '[dependencies]\nsqlx = "0.8"\n'),
        "src/main.rs": 'fn main() {\n  sqlx::query!("select 1");\n}\n',
        ".sqlx/query-1.json": "",
      },
      ...START,
    ],
  ];
  test.each(table)("%s", (_name, files, ...expected) => expect(facts(detectRust, files)).toEqual(expected));

  test("no lockfile is told, and pins nothing", () => {
    expect(detectRust(Snapshot.of(API))?.unlocked?.message).toContain("no Cargo.lock");
    expect(detectRust(Snapshot.of({ ...API, "Cargo.lock": "" }))?.unlocked).toBeUndefined();
  });
});

test.each([
  ["the address that everybody reaches", 'bind("0.0.0.0:3002")', "port 3002 (src/main.rs:1)"],
  [
    "what its framework does by default where there are two",
    'f("0.0.0.0:3002", "[::]:3003")',
    "port 3000 (default of axum)",
  ],
  ["not what it calls itself", 'connect("127.0.0.1:5432")', "port 3000 (default of axum)"],
])("a port: %s", (_name, code, expected) => {
  const manifest = '[package]\nname = "api"\n[dependencies]\naxum = "0.7"\n';
  const found = facts(detectRust, {
    "Cargo.toml": manifest,
    "Cargo.lock": "",
    "src/main.rs": `fn main() { ${code}; }`,
  });
  expect(found.filter((line) => line.startsWith("port"))).toEqual([expected]);
});
