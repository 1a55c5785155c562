import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { imageFacts } from "./archive.ts";
import { call, callLocal, repositoryOfServices, unavailable } from "./engine.ts";

/** One service for each base: Go, Rust, Node, Python, Java with Maven, Scala, and one with a Dockerfile of its own. */
const SERVICES = ["api", "catalog", "web", "reports", "billing", "play", "legacy"];

describe.skipIf(unavailable)("an engine makes Debian's bases itself", { timeout: 1_200_000 }, () => {
  let repository = "";
  const archives = mkdtempSync(join(tmpdir(), "multistage-archives-"));
  beforeAll(async () => {
    repository = await repositoryOfServices();
  });
  afterAll(() => {
    for (const directory of [repository, archives]) rmSync(directory, { recursive: true, force: true });
  });

  it.each(SERVICES)("%s has the files and configuration that it has without an engine", async (name) => {
    const words = ["build", "--source", repository, "--service", name, "--bases", "debian"];
    const [ours, theirs] = ["dagger", "local"].map((mode) => join(archives, `${name}-${mode}.tar`));
    const engine = await call([...words, "export", "--path", ours as string]);
    expect(engine.exitCode, engine.stderr.slice(-2000)).toBe(0);
    const local = await callLocal([...words, "export", "--path", theirs as string]);
    expect(local.exitCode, local.stderr).toBe(0);
    expect(imageFacts(ours as string)).toEqual(imageFacts(theirs as string));
  });
});
