import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { daggerInstead } from "../../../ci/local/dagger.ts";
import { refuseDropped } from "../../../ci/local/dropped.ts";
import { openSession, pickService } from "../../../ci/local/session.ts";
import { faultText } from "../../../src/yaml/fault.ts";

/** A repository of these files; the second ones come after git has the first. */
function repository(tracked: string[], later: string[] = []): string {
  const root = mkdtempSync(join(tmpdir(), "multistage-dropped-"));
  const write = (path: string) => {
    mkdirSync(join(root, path, ".."), { recursive: true });
    writeFileSync(join(root, path), path.endsWith("go.mod") ? "module a\ngo 1.26\n" : "package main\n");
  };
  const services = ["one", "two"].flatMap((name) => [`services/${name}/go.mod`, `services/${name}/main.go`]);
  for (const path of [...services, ...tracked]) write(path);
  execFileSync("git", ["init", "-q"], { cwd: root });
  execFileSync("git", ["add", "--all"], { cwd: root });
  for (const path of later) write(path);
  return root;
}

async function faults(source: string): Promise<string[]> {
  const session = await openSession({ source });
  return session.faults.map(faultText);
}

const message = (name: string) =>
  `git has it, but no build would get it: tools write what they build to ${name}`;

describe("a file that git has where tools write what they build", () => {
  it("is a fault of the service that would miss it, once, and of no other", async () => {
    const source = repository(["services/one/internal/target/a.go", "services/one/internal/target/b.go"]);
    const expected = `services/one/internal/target/a.go: ${message("target")}: rename services/one/internal/target, or take it out of git (git rm -r --cached services/one/internal/target)`;
    expect(await faults(source)).toEqual([expected]);
    const session = await openSession({ source });
    expect(() => pickService(session, "one")).toThrow(expected);
    expect(pickService(session, "two").path).toBe("services/two");
  });

  it("is a fault where a service would have such a name", async () => {
    const source = repository(["services/target/go.mod", "services/target/main.go"]);
    expect(await faults(source)).toEqual([
      expect.stringContaining(`services/target/go.mod: ${message("target")}`),
    ]);
  });

  it("is none where git doesn't have it, or no service reads it", async () => {
    const elsewhere = [
      ".github/actions/x/dist/index.js",
      "docs/dist/a",
      "services/one/node_modules/x/dist/a",
    ];
    expect(await faults(repository(elsewhere, ["services/one/dist/a", "services/target/go.mod"]))).toEqual(
      [],
    );
  });

  it("is refused before an engine is asked, which can't see it", async () => {
    const source = repository(["services/one/dist/a.go"]);
    const refused = `services/one/dist/a.go: ${message("dist")}`;
    await expect(refuseDropped({ source })).rejects.toThrow(refused);
    await expect(refuseDropped({ source, service: "one" })).rejects.toThrow(refused);
    await expect(refuseDropped({ source, service: "two" })).resolves.toBeUndefined();
    await expect(refuseDropped({ source: "https://git.example/shop.git#main" })).resolves.toBeUndefined();
    const bin = mkdtempSync(join(tmpdir(), "multistage-dropped-"));
    writeFileSync(join(bin, "dagger"), "#!/bin/sh\n", { mode: 0o755 });
    vi.stubEnv("PATH", `${bin}:${process.env.PATH}`);
    const asked = daggerInstead("build", { source, engine: "dagger" }, {}, ["call", "build"], false);
    await expect(asked.finally(() => vi.unstubAllEnvs())).rejects.toThrow(refused);
  });
});
