import { describe, expect, test } from "vitest";
import { detectRust } from "../../../src/languages/rust/detect.ts";
import { facts, type Row } from "./facts.ts";

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
