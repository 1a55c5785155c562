import { createConnection } from "node:net";
import { $ } from "zx";
import { badInput } from "../../../src/failure.ts";
import { ensureTools, has } from "../process/tools.ts";

export const ENGINES = ["dagger", "docker", "buildah"] as const;
export type EngineName = (typeof ENGINES)[number];

export interface ChosenBuilder {
  name: EngineName;
  /** Why this one, for the caller. */
  why: string;
}

const quietly = $({ quiet: true, nothrow: true });

/** Why Dagger does the work: it is asked for, or an engine answers. Undefined where it doesn't. */
export async function chooseDagger(wanted: string | undefined): Promise<string | undefined> {
  if (wanted === "dagger") {
    if (!(await has("dagger"))) throw badInput("--engine dagger: there is no dagger on PATH");
    return "chosen by --engine";
  }
  return wanted ? undefined : daggerAnswers();
}

/**
 * Chooses what builds without Dagger: a Docker daemon where one answers, else buildah, which is
 * installed where that can be done without asking.
 */
export async function chooseEngine(wanted?: EngineName): Promise<ChosenBuilder> {
  if (wanted === "docker") return { name: "docker", why: "chosen by --engine" };
  if (!wanted && (await has("docker")) && (await quietly`docker info`.timeout(5000)).exitCode === 0)
    return { name: "docker", why: "no Dagger engine answers, a Docker daemon does" };
  const found = await has("buildah");
  await ensureTools(["buildah"]);
  if (wanted) return { name: "buildah", why: "chosen by --engine" };
  const how = found ? "it is on PATH" : "it was installed from the distribution";
  return { name: "buildah", why: `neither a Dagger engine nor a Docker daemon answers, and ${how}` };
}

/** Why Dagger can be used, or undefined: its command is there, and an engine is or can be started. */
async function daggerAnswers(): Promise<string | undefined> {
  if (!(await has("dagger"))) return undefined;
  const host = process.env._EXPERIMENTAL_DAGGER_RUNNER_HOST;
  if (host) return (await listens(host)) ? `an engine answers at ${host}` : undefined;
  for (const runtime of ["docker", "podman", "nerdctl"])
    if ((await has(runtime)) && (await quietly`${runtime} info`.timeout(5000)).exitCode === 0)
      return `dagger is on PATH and ${runtime} can start its engine`;
  return undefined;
}

/** Whether something listens at `unix://PATH` or `tcp://HOST:PORT`; other kinds are believed. */
function listens(address: string): Promise<boolean> {
  const url = new URL(address);
  if (url.protocol !== "unix:" && url.protocol !== "tcp:") return Promise.resolve(true);
  const target =
    url.protocol === "unix:" ? { path: url.pathname } : { host: url.hostname, port: Number(url.port) };
  return new Promise<boolean>((answer) => {
    const socket = createConnection(target, () => end(true));
    const end = (result: boolean) => {
      socket.destroy();
      answer(result);
    };
    socket.setTimeout(3000, () => end(false));
    socket.on("error", () => end(false));
  });
}
