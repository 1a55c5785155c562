import { readFile, writeFile } from "node:fs/promises";
import { release } from "node:os";
import { $ } from "zx";
import type { Start } from "../../../src/start-check/start.ts";
import { isObject, isText } from "../../../src/untrusted-json.ts";
import { buildahFlags } from "../builders/buildah-flags.ts";
import type { Builder } from "../builders/builder.ts";
import { marked } from "../builders/leftovers.ts";
import { startedContainer } from "../builders/started-containers.ts";
import { cacheDir } from "../paths.ts";
import { placeFile, readJsonFile } from "../process/files.ts";
import { childProcesses, ended, processNow, tell } from "../process/processes.ts";
import { has } from "../process/tools.ts";

/** One start of an image: the command that does it, and what goes with it. */
export interface Prepared {
  command: string[];
  /** The started process as this machine numbers it; undefined where that is not known, or not yet. */
  pid(command: number | undefined): Promise<number | undefined>;
  /** Ends it where it still runs, and removes what was made for it. */
  end(command: number | undefined): Promise<void>;
}

/** What starts an image with as little around it as a machine allows. */
export interface Runner {
  name: string;
  /** It starts a command that it is told, and not what the image says. */
  isTold?: boolean;
  prepare(image: string, start: Pick<Start, "command">, manner: Manner): Promise<Prepared>;
}

/** How an image is started. */
export interface Manner {
  /** After that it ends by itself, whatever becomes of us; by default it goes on. */
  seconds?: number;
  /** `host`: this machine's, so that it can be asked; by default it has none. */
  network?: "none" | "host";
  /** Over those of the image. */
  variables?: Record<string, string>;
}

const quietly = $({ quiet: true, nothrow: true });

/** No capabilities, nothing to write to but what `/tmp` holds in memory. */
const CONFINED = [
  ...["--rm", "--pull", "never", "--read-only", "--tmpfs", "/tmp:exec", "--cap-drop", "all"],
  ...["--security-opt", "no-new-privileges", "--pids-limit", "1024"],
];

function surroundings({ network = "none", variables = {} }: Manner): string[] {
  return [...CONFINED, "--network", network, ...environment(variables)];
}

function environment(variables: Record<string, string>): string[] {
  return Object.entries(variables).flatMap(([name, value]) => ["--env", `${name}=${value}`]);
}

/** Where limits may not be raised above one's own, and control groups may not be made. */
const LIMITS = ["--ulimit", "nofile=1024:1024", "--ulimit", "nproc=1024:1024"];

function podman(name: string, global: string[], flags: string[]): Runner {
  return {
    name,
    async prepare(image, _start, manner) {
      const container = await startedContainer("podman");
      const limit = manner.seconds ? ["--timeout", String(manner.seconds)] : [];
      const own = ["--name", container.name, "--pidfile", container.note, ...limit];
      return {
        command: ["podman", ...global, "run", ...surroundings(manner), ...flags, ...own, image],
        pid: async () => Number(await readFile(container.note, "utf8").catch(() => "")) || undefined,
        end: container.remove,
      };
    },
  };
}

const docker: Runner = {
  name: "docker",
  async prepare(image, _start, manner) {
    const format = "{{.State.Pid}}";
    const { name, remove } = await startedContainer("docker");
    return {
      command: ["docker", "run", ...surroundings(manner), "--name", name, image],
      pid: async () => Number((await quietly`docker inspect --format ${format} ${name}`).stdout) || undefined,
      end: remove,
    };
  },
};

/** buildah's own way of running steps, in a network of its own that has nothing in it. Its root can be written to. */
const buildahRun: Runner = {
  name: "buildah",
  isTold: true,
  async prepare(image, { command }, { seconds, network, variables = {} }) {
    const container = (await quietly`buildah from --pull-never ${marked()} ${image}`).stdout.trim();
    const flags = [...(await buildahFlags()), "--cap-drop", "all", ...environment(variables)];
    const limit = seconds ? ["timeout", "--signal", "KILL", String(seconds)] : [];
    const apart = network === "host" ? [] : ["unshare", "--net"];
    return {
      command: [...limit, ...apart, "buildah", "run", ...flags, container, "--", ...command],
      pid: async (pid) => pid,
      async end(pid) {
        if (pid !== undefined) {
          const all = [processNow(pid) ?? [], childProcesses(pid)].flat();
          tell(all, "SIGKILL");
          await ended(all);
        }
        await quietly`buildah rm ${container}`;
      },
    };
  },
};

const CANDIDATES: Record<Builder["name"], { tool: string; runner: Runner }[]> = {
  docker: [{ tool: "docker", runner: docker }],
  buildah: [
    { tool: "podman", runner: podman("podman", [], []) },
    { tool: "podman", runner: podman("podman with runc", ["--runtime", "runc"], LIMITS) },
    { tool: "unshare", runner: buildahRun },
  ],
};

const found = new Map<string, Promise<Runner | undefined>>();

/**
 * What starts images on this machine: the first that starts one, which is remembered for as long as kernel, tools and
 * user stay the same. Undefined where none does.
 *
 * @param image any that there is: it is asked for a program that it doesn't have.
 */
export function runnerFor(builder: Builder["name"], image: string): Promise<Runner | undefined> {
  const asked = found.get(builder) ?? remembered(builder, image);
  found.set(builder, asked);
  return asked;
}

async function remembered(builder: Builder["name"], image: string): Promise<Runner | undefined> {
  const candidates = CANDIDATES[builder];
  const versions = await Promise.all([...new Set(candidates.map(({ tool }) => tool))].map(versionOf));
  const machine = [...versions, release(), process.getuid?.()].join(" ");
  const memory = cacheDir(`start-runner-${builder}.json`);
  const known = await readJsonFile(memory, isMemory);
  if (known?.machine === machine) return candidates.find(({ runner }) => runner.name === known.name)?.runner;
  const runner = await probed(candidates, image);
  await placeFile(memory, (path) => writeFile(path, JSON.stringify({ machine, name: runner?.name ?? "" })));
  return runner;
}

function isMemory(value: unknown): value is { machine: string; name: string } {
  return isObject(value) && isText(value.machine) && isText(value.name);
}

async function versionOf(tool: string): Promise<string> {
  return (await quietly`${tool} --version`).stdout.trim();
}

/** A runtime that works says of a program that isn't there that it isn't: 127. */
async function probed(candidates: (typeof CANDIDATES)["docker"], image: string): Promise<Runner | undefined> {
  for (const { tool, runner } of candidates) {
    if (!(await has(tool))) continue;
    if (runner === buildahRun) {
      const isRoot = process.getuid?.() === 0 && (await quietly`unshare --net true`).exitCode === 0;
      return isRoot ? runner : undefined;
    }
    const command = ["/multistage/none"];
    const start = { command, directory: "/", variables: {}, user: "", architecture: "" };
    const prepared = await runner.prepare(image, start, { seconds: 10 });
    const at = prepared.command.length - 1;
    const words = [
      ...prepared.command.slice(0, at),
      "--entrypoint",
      ...command,
      ...prepared.command.slice(at),
    ];
    const { exitCode } = await quietly`${words}`.timeout(20_000);
    await prepared.end(undefined);
    if (exitCode === 127) return runner;
  }
  return undefined;
}
