import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { callOf } from "../../../ci/local/command-line.ts";
import { daggerInstead } from "../../../ci/local/dagger.ts";
import { readSource } from "../../../ci/local/source/source.ts";
import { refuseTrackedIgnored } from "../../../ci/local/tracked-ignored.ts";
import { resolved } from "../../../src/commands/repository.ts";

/** A repository of two services and these files, which git has although it is told to ignore `dist` and `target`. */
function repository(tracked: string[]): string {
  const root = mkdtempSync(join(tmpdir(), "multistage-dropped-"));
  const write = (path: string) => {
    mkdirSync(join(root, path, ".."), { recursive: true });
    writeFileSync(join(root, path), path.endsWith("go.mod") ? "module a\ngo 1.26\n" : "package main\n");
  };
  const services = ["one", "two"].flatMap((name) => [`services/${name}/go.mod`, `services/${name}/main.go`]);
  for (const path of [...services, ...tracked]) write(path);
  writeFileSync(join(root, ".gitignore"), "dist/\ntarget/\nnode_modules/\n");
  execFileSync("git", ["init", "-q"], { cwd: root });
  execFileSync("git", ["add", "--all", "--force"], { cwd: root });
  return root;
}

describe("a file that git has although it is told to ignore it", () => {
  it("is a source", async () => {
    const root = repository(["services/one/internal/target/a.go"]);
    const { snapshot } = await readSource(root);
    expect(resolved(snapshot).faults).toEqual([]);
    expect(snapshot.has("services/one/internal/target/a.go")).toBe(true);
  });

  it("is refused before an engine is asked, which can't see it, for the services that would miss it", async () => {
    const source = repository(["services/one/dist/a.go", "services/one/dist/b.go"]);
    const refused =
      "services/one/dist/a.go: git has it, but a .gitignore names it, so an engine doesn't get it";
    await expect(refuseTrackedIgnored(source)).rejects.toThrow(refused);
    await expect(refuseTrackedIgnored(source, "one")).rejects.toThrow(refused);
    await expect(refuseTrackedIgnored(source, "two")).resolves.toBeUndefined();
    await expect(refuseTrackedIgnored("https://git.example/shop.git#main")).resolves.toBeUndefined();
    const bin = mkdtempSync(join(tmpdir(), "multistage-dropped-"));
    writeFileSync(join(bin, "dagger"), "#!/bin/sh\n", { mode: 0o755 });
    vi.stubEnv("PATH", `${bin}:${process.env.PATH}`);
    const asked = daggerInstead(callOf("build", ["--source", source, "--engine", "dagger"]));
    await expect(asked.finally(() => vi.unstubAllEnvs())).rejects.toThrow(refused);
  });

  it("is nobody's where no service reads it, or no build needs it", async () => {
    const elsewhere = [
      ".github/actions/x/dist/index.js",
      "docs/dist/a",
      "services/one/node_modules/x/dist/a",
    ];
    await expect(refuseTrackedIgnored(repository(elsewhere))).resolves.toBeUndefined();
  });
});
