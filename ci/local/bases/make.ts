import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { DebianPlan } from "../../../src/bases/debian.ts";
import { EPOCH, mmdebstrapArguments } from "../../../src/bases/mmdebstrap.ts";
import type { Root } from "../../../src/bases/root.ts";
import { EXIT, Failure } from "../../../src/failure.ts";
import { buildahFlags } from "../builders/buildah-flags.ts";
import { marked } from "../builders/leftovers.ts";
import { hostTrust } from "../builders/trust.ts";
import { runLines } from "../process/run.ts";

/** Unpacks a root's packages and answers the id of the image with it. */
export async function makeRoot(root: Root, directory: string): Promise<string> {
  const tar = join(directory, "root.tar");
  const mirror = process.env.MULTISTAGE_DEBIAN_MIRROR;
  const unpack = ["mmdebstrap", "--quiet", ...mmdebstrapArguments(root, tar, mirror ? [mirror] : [])];
  // What a kill leaves goes with the directory; without root, another user must get there.
  const place = process.getuid?.() === 0 ? { TMPDIR: directory } : {};
  await run(unpack, "mmdebstrap", { ...process.env, ...place, SOURCE_DATE_EPOCH: String(EPOCH) });
  return builtImage("FROM scratch\nADD root.tar /\n", directory, []);
}

/** Builds a base on its roots, with the machine's certificates laid over while commands run. */
export async function makeBase(plan: DebianPlan, directory: string): Promise<string> {
  const trust = await hostTrust({ java: /\bmvn\b/.test(plan.dockerfile) });
  return builtImage(plan.dockerfile, directory, [...(await buildahFlags()), ...trust]);
}

async function builtImage(dockerfile: string, directory: string, flags: string[]): Promise<string> {
  const file = join(directory, "Dockerfile");
  const image = join(directory, "image");
  await writeFile(file, dockerfile);
  const fixed = ["--timestamp", String(EPOCH), "--format", "oci", "--layers=false", "--pull=never"];
  const own = [...fixed, ...marked(), ...flags];
  await run(["buildah", "build", ...own, "--iidfile", image, "--file", file, directory], "buildah");
  return (await readFile(image, "utf8")).trim().replace("sha256:", "");
}

/** @throws Failure with the command's last lines; worth a retry, since packages come over the network. */
async function run(command: string[], name: string, env = process.env): Promise<void> {
  const lines: string[] = [];
  const exitCode = await runLines(command, { env, onLine: (line) => void lines.push(line) });
  if (exitCode === 0) return;
  // mmdebstrap repeats a failed hook, which is the longest of its arguments.
  const telling = lines.filter((line) => !command.some((argument) => argument.includes(line)));
  throw new Failure(`${name} ended with ${exitCode}`, { exitCode: EXIT.retry, lines: telling.slice(-20) });
}
