import { writeFile } from "node:fs/promises";
import { release } from "node:os";
import { $ } from "zx";
import { EXIT, Failure } from "../../../src/failure.ts";
import { isListOf, isObject, isText } from "../../../src/untrusted-json.ts";
import { cacheDir } from "../paths.ts";
import { placeFile, readJsonFile } from "../process/files.ts";
import { marked } from "./leftovers.ts";
import {
  MACHINE_NETWORK,
  type NetworkKind,
  networkCandidates,
  networkFacts,
  networkText,
  openStepNetwork,
  type StepNetwork,
  withLoopbackProbe,
} from "./network.ts";

const quietly = $({ quiet: true, nothrow: true });

/** Tried in this order: a container runtime isolates better, `chroot` needs no cgroups and no runtime. */
const CANDIDATES = [[], ["--isolation", "chroot"]];

/**
 * What no build needs and a way out of one does: device nodes, another root within a root, packets of one's own making.
 * Package managers need most others: they change owners, and start their helpers as other users.
 */
const DROPPED = ["CAP_MKNOD", "CAP_NET_RAW", "CAP_SYS_CHROOT"].flatMap((name) => ["--cap-drop", name]);

let found: Promise<Isolation> | undefined;

/** What keeps commands of `buildah build` and `buildah run` apart from this machine. */
interface Isolation {
  flags: string[];
  network: NetworkKind;
}

/**
 * The flags with which `buildah build` and `buildah run` run commands of ours on this machine, on its network.
 *
 * Runs commands in an empty container once (about a second) and remembers what worked, for as long as buildah, the
 * kernel, the user and what makes networks stay the same.
 *
 * @throws a `Failure` (exit 2) with buildah's own words where no isolation works.
 */
export async function buildahFlags(): Promise<string[]> {
  return [...(await isolation()).flags, ...MACHINE_NETWORK];
}

/** The same for steps of a service, with a network to close when they are done. */
export async function stepFlags({ fetches }: { fetches: boolean }): Promise<StepNetwork> {
  const { flags, network } = await isolation();
  const opened = await openStepNetwork(network, { fetches, isChroot: flags.includes("chroot") });
  return { ...opened, flags: [...flags, ...opened.flags] };
}

/** How steps are kept apart from this machine, for the caller: `a container runtime as root, on a network of their own`. */
export async function isolationUsed(): Promise<string> {
  const { flags, network } = await isolation();
  const isChroot = flags.includes("chroot");
  const user = process.getuid?.() === 0 ? "as root" : "without root";
  return `steps run by ${isChroot ? "chroot, which keeps them apart least," : "a container runtime"} ${user}, ${networkText(network)}`;
}

function isolation(): Promise<Isolation> {
  found ??= remembered();
  return found;
}

async function remembered(): Promise<Isolation> {
  const version = (await quietly`buildah --version`).stdout.trim();
  const facts = [DROPPED.join(" "), version, release(), process.getuid?.(), await networkFacts()];
  const memory = cacheDir("buildah-flags.json");
  const known = await readJsonFile(memory, isMemory);
  if (known?.machine === facts.join(" ")) return known;
  const probed = await probe();
  facts[4] = await networkFacts();
  const text = JSON.stringify({ machine: facts.join(" "), ...probed });
  await placeFile(memory, (path) => writeFile(path, text));
  return probed;
}

function isMemory(value: unknown): value is Isolation & { machine: string } {
  if (!isObject(value) || !isText(value.machine) || !isListOf(value.flags, isText)) return false;
  return ["own", "private", "machine"].includes(String(value.network));
}

/** Finds the best that works: a way to run commands at all, then a network for them. */
async function probe(): Promise<Isolation> {
  const container = (await $({ quiet: true })`buildah from ${marked()} scratch`).stdout.trim();
  const host = ["/usr", "/bin", "/lib", "/lib64"].flatMap((path) => ["--volume", `${path}:${path}:ro`]);
  const run = ({ flags, within }: Pick<StepNetwork, "flags" | "within">, command: string[]) =>
    quietly`${within} buildah run ${flags.filter((flag, at) => flag !== "--dns" && flags[at - 1] !== "--dns")} ${host} ${container} -- ${command}`;
  try {
    const flags = await isolating(async (tried) =>
      run({ flags: [...tried, ...MACHINE_NETWORK], within: [] }, ["/usr/bin/true"]),
    );
    for (const network of await networkCandidates())
      if (network === "machine" || (await isClosed(network, flags, run))) return { flags, network };
    return { flags, network: "machine" };
  } finally {
    await quietly`buildah rm ${container}`;
  }
}

async function isolating(
  runs: (flags: string[]) => Promise<{ exitCode: number | null; stderr: string }>,
): Promise<string[]> {
  let last = "";
  for (const candidate of CANDIDATES) {
    const flags = [...candidate, ...DROPPED];
    const tried = await runs(flags);
    if (tried.exitCode === 0) return flags;
    last = tried.stderr.trim();
  }
  const message = `buildah can't run commands on this machine: ${last}`;
  throw new Failure(message, { exitCode: EXIT.input, next: "./daggerw doctor tells what it lacks" });
}

/** Whether commands run on such a network, and don't reach this machine's loopback there. */
async function isClosed(
  network: NetworkKind,
  flags: string[],
  run: (
    step: Pick<StepNetwork, "flags" | "within">,
    command: string[],
  ) => Promise<{ exitCode: number | null }>,
): Promise<boolean> {
  try {
    const step = await openStepNetwork(network, { isChroot: flags.includes("chroot") });
    const probed = await withLoopbackProbe((command) =>
      run({ ...step, flags: [...flags, ...step.flags] }, command),
    ).finally(step.close);
    return probed.exitCode === 0;
  } catch {
    return false;
  }
}
