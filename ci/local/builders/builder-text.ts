import { capture } from "../process/capture.ts";
import { isolationUsed } from "./buildah-flags.ts";
import type { ChosenBuilder } from "./choose.ts";
import { dockerNetwork, networkText } from "./network.ts";
import { knownVulnerabilities } from "./vulnerabilities.ts";

/**
 * A builder as callers are told of it: its version, why it is used, how it keeps builds apart from the machine, and the
 * ways out of them that this version is known to have.
 */
export async function builderText({ name, why }: ChosenBuilder): Promise<string> {
  const version = await versionOf(name);
  const holes = knownVulnerabilities(name, version);
  const said = [
    why,
    name === "docker"
      ? `steps ${networkText(dockerNetwork().length ? "machine" : "own")}`
      : await isolationUsed().catch(() => "no step can run"),
    ...(holes.length ? [`known holes: ${holes.join(", ")}`] : []),
  ];
  return `${name} ${version} (${said.join("; ")})`;
}

const ASKED: Record<string, string[]> = {
  buildah: ["--version"],
  docker: ["version", "--format", "{{.Server.Version}}"],
};

async function versionOf(name: string): Promise<string> {
  const { output } = await capture(name, ASKED[name] ?? [], { timeout: 10_000 });
  return /\d+\.\d+[\w.+-]*/.exec(output.toString())?.[0] ?? "of an unknown version";
}
