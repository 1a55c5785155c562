import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { entries, imageFacts, unpacked } from "./archive.ts";
import { call, callLocal, directoryOf, testBases, unavailable } from "./engine.ts";

const REPOSITORY = {
  "bases.yaml": testBases(),
  "services/gopher/go.mod": "module example.com/gopher\n\ngo 1.21\n",
  "services/gopher/main.go": "package main\n\nfunc main() {}\n",
  "services/crab/Cargo.toml": '[package]\nname = "crab"\nversion = "1.0.0"\nedition = "2021"\n',
  "services/crab/Cargo.lock": 'version = 3\n\n[[package]]\nname = "crab"\nversion = "1.0.0"\n',
  "services/crab/src/main.rs": "fn main() {}\n",
  "services/snake/requirements.txt": "",
  "services/snake/app.py": "print('hello')\n",
};

/** `e_machine` of an ELF header. */
const AARCH64 = 183;

describe.skipIf(unavailable)("an image for another platform", { timeout: 1_200_000 }, () => {
  const source = directoryOf(REPOSITORY);
  const archives = mkdtempSync(join(tmpdir(), "multistage-platform-"));
  afterAll(() => {
    for (const directory of [source, archives]) rmSync(directory, { recursive: true });
  });
  const words = (service: string, ...more: string[]) => [
    "build",
    "--source",
    source,
    "--service",
    service,
    "--platform",
    "linux/arm64",
    ...more,
  ];
  const bases = ["--bases", "registry"];

  it.each([
    ["gopher", "dagger"],
    ["gopher", "local"],
    ["crab", "dagger"],
    ["crab", "local"],
  ])("of %s is cross-compiled, with %s", async (service, mode) => {
    const archive = join(archives, `${service}-${mode}.tar`);
    const run = mode === "dagger" ? call : callLocal;
    const ended = await run(words(service, ...bases, "export", "--path", archive));
    expect(ended.exitCode, ended.stderr.slice(-2000)).toBe(0);
    expect(imageFacts(archive).platform).toBe("linux/arm64");
    expect(machine(archive, service)).toBe(AARCH64);
  });

  it("is the same from an engine and from the local mode", () => {
    for (const service of ["gopher", "crab"]) {
      const [one, other] = ["dagger", "local"].map((mode) =>
        imageFacts(join(archives, `${service}-${mode}.tar`)),
      );
      expect(one).toEqual(other);
    }
  });

  it("is refused where its stages could only run there, and bases are made here", async () => {
    for (const run of [call, callLocal]) {
      const { exitCode, stderr } = await run(words("snake", "--bases", "debian"));
      expect(exitCode).not.toBe(0);
      expect(stderr).toMatch(/--bases debian makes .* alone/);
    }
  });
});

/** What the image's program runs on. */
function machine(archive: string, program: string): number | undefined {
  const layers = entries(readFileSync(archive)).filter(({ path }) => path.startsWith("blobs/sha256/"));
  const files = layers.flatMap(({ content }) => entriesOf(unpacked(content)));
  return files.find(({ path }) => path === program)?.content.readUInt16LE(18);
}

/** Of a layer; manifests and configurations have none. */
function entriesOf(blob: Buffer) {
  return blob.toString("latin1", 257, 262) === "ustar" ? entries(blob) : [];
}
