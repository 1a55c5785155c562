import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PROJECT } from "../../ci/local/paths.ts";
import { readSource } from "../../ci/local/source/source.ts";
import { resolve } from "../../src/descriptor/resolve.ts";
import { LANGUAGES } from "../../src/languages/table.ts";
import { imageFacts } from "./archive.ts";
import { call, callLocal, repositoryOfServices, unavailable } from "./engine.ts";

const { services } = resolve((await readSource(PROJECT)).snapshot, LANGUAGES);
const chosen = process.env.MULTISTAGE_TEST_SERVICES?.split(",");
const names = services.map(({ name }) => name).filter((name) => !chosen || chosen.includes(name));

/** One service for each base that an engine makes itself: Go, Rust, Node, Python, Java, Scala, a Dockerfile of its own. */
const ON_DEBIAN = ["api", "catalog", "web", "reports", "billing", "play", "legacy"];

/** One that is compiled, one that is packaged, one that has a Dockerfile. */
const DOCKERFILES = ["api", "reports", "legacy"];

/** One definition, several engines: an engine of Dagger's and the local builder, on the same bases. */
describe.skipIf(unavailable)("an engine makes what the local mode makes", { timeout: 1_200_000 }, () => {
  let repository = "";
  const archives = mkdtempSync(join(tmpdir(), "multistage-archives-"));
  beforeAll(async () => {
    repository = await repositoryOfServices();
  });
  afterAll(() => {
    for (const directory of [repository, archives]) rmSync(directory, { recursive: true, force: true });
  });
  const of = (name: string, bases: string) => [
    ...["--source", repository],
    ...["--service", name, "--bases", bases],
  ];

  async function sameImage(name: string, bases: string): Promise<void> {
    const [ours, theirs] = ["dagger", "local"].map((mode) => join(archives, `${name}-${mode}.tar`));
    const words = (path = "") => ["build", ...of(name, bases), "export", "--path", path];
    const engine = await call(words(ours));
    const local = await callLocal(words(theirs));
    expect(
      [engine, local].map(({ exitCode }) => exitCode),
      engine.stderr.slice(-2000) + local.stderr,
    ).toEqual([0, 0]);
    expect(imageFacts(ours as string)).toEqual(imageFacts(theirs as string));
  }

  // Of all others the digests are compared, see digests.test.ts.
  it.each(names.filter((name) => name === "legacy"))("%s, whose Dockerfile is its own", (name) =>
    sameImage(name, "registry"));

  it.each(
    names.filter((name) => DOCKERFILES.includes(name)),
  )("the Dockerfile that %s means", async (name) => {
    const [engine, local] = await Promise.all([
      call(["dockerfile", ...of(name, "registry")]),
      callLocal(["dockerfile", ...of(name, "registry")]),
    ]);
    expect(engine.stdout.trim()).toBe(local.stdout.trim());
  });

  it.each(names.filter((name) => ON_DEBIAN.includes(name)))("%s, on bases of Debian packages", (name) =>
    sameImage(name, "debian"));
});
