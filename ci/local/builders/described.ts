import { ask } from "../process/ask.ts";
import { isolationUsed } from "./buildah-flags.ts";
import type { Engine } from "./choose.ts";
import { knownHoles } from "./known-holes.ts";

/**
 * A builder as callers are told of it: its version, why it is used, how it keeps builds apart from the machine, and the
 * ways out of them that this version is known to have.
 */
export async function described({ name, why }: Engine): Promise<string> {
  const version = await versionOf(name);
  const holes = knownHoles(name, version);
  const said = [
    why,
    ...(name === "buildah" ? [await isolationUsed().catch(() => "no step can run")] : []),
    ...(holes.length ? [`known holes: ${holes.join(", ")}`] : []),
  ];
  return `${name} ${version} (${said.join("; ")})`;
}

const ASKED: Record<string, string[]> = {
  buildah: ["--version"],
  docker: ["version", "--format", "{{.Server.Version}}"],
};

async function versionOf(name: string): Promise<string> {
  const { output } = await ask(name, ASKED[name] ?? [], { timeout: 10_000 });
  return /\d+\.\d+[\w.+-]*/.exec(output.toString())?.[0] ?? "of an unknown version";
}
