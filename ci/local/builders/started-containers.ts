import { randomUUID } from "node:crypto";
import { readdir, writeFile } from "node:fs/promises";
import { $ } from "zx";
import { RUN_MARKER } from "../process/run-marker.ts";
import { scratchPath } from "../process/scratch.ts";

/** What starts containers that aren't buildah's working containers, and how it removes one, whatever it does. */
const REMOVAL = {
  podman: ["podman", "rm", "--force", "--ignore", "--time", "0"],
  docker: ["docker", "rm", "--force"],
};

type Tool = keyof typeof REMOVAL;

/** A container that is to be started. */
export interface StartedContainer {
  name: string;
  /** What tells a sweep of it, there before it is: a place for the number of its process. */
  note: string;
  remove(): Promise<void>;
}

const quietly = $({ quiet: true, nothrow: true });

/** Names a container and writes down that there is one, for who cleans up should this process be killed. */
export async function startedContainer(tool: Tool): Promise<StartedContainer> {
  const name = `${RUN_MARKER}-${randomUUID().slice(0, 8)}`;
  const note = `${await scratchPath()}.${name}.${tool}`;
  await writeFile(note, "");
  return {
    name,
    note,
    remove: async () => void (await quietly`${REMOVAL[tool]} ${name} && rm -f ${note}`),
  };
}

/** Removes the containers that notes in such directories tell of. */
export async function removeStarted(directories: string[]): Promise<void> {
  const names = (await Promise.all(directories.map((one) => readdir(one).catch(() => [])))).flat();
  for (const tool of Object.keys(REMOVAL) as Tool[]) {
    const left = names
      .filter((name) => name.endsWith(`.${tool}`))
      .map((name) => name.split(".").at(-2) ?? "");
    if (left.length) await quietly`${REMOVAL[tool]} ${left}`;
  }
}
