import { writeFile } from "node:fs/promises";
import { release } from "node:os";
import { $ } from "zx";
import { isListOf, isObject, isText } from "../../../src/untrusted-json.ts";
import { cacheDir } from "../paths.ts";
import { placeFile, readJsonFile } from "../process/files.ts";
import { marked } from "./leftovers.ts";

const quietly = $({ quiet: true, nothrow: true });

/** Tried in this order: a container runtime isolates better, `chroot` needs no cgroups and no runtime. */
const CANDIDATES = [[], ["--isolation", "chroot"]];

/** Commands use the machine's network as it is: bridges want plugins that builds don't need. */
const NETWORK = ["--network", "host"];

/**
 * What no build needs and a way out of one does: device nodes, another root within a root, packets of one's own making.
 * Package managers need most others: they change owners, and start their helpers as other users.
 */
const DROPPED = ["CAP_MKNOD", "CAP_NET_RAW", "CAP_SYS_CHROOT"].flatMap((name) => ["--cap-drop", name]);

const ALWAYS = [...NETWORK, ...DROPPED];

let found: Promise<string[]> | undefined;

/**
 * The flags with which `buildah build` and `buildah run` run commands on this machine.
 *
 * Runs `/usr/bin/true` in an empty container once (about 0.5 s) and remembers what worked, for as long as
 * buildah, the kernel and the user stay the same.
 *
 * @throws Error with buildah's own words where no isolation works.
 */
export function buildahFlags(): Promise<string[]> {
  found ??= remembered();
  return found;
}

/** How commands are kept apart from this machine, for the caller: `runc as root, on this machine's network`. */
export async function isolationUsed(): Promise<string> {
  const isChroot = (await buildahFlags()).includes("chroot");
  const user = process.getuid?.() === 0 ? "as root" : "without root";
  return `steps run by ${isChroot ? "chroot, which keeps them apart least," : "a container runtime"} ${user}, on this machine's network`;
}

async function remembered(): Promise<string[]> {
  const machine = `${ALWAYS.join(" ")} ${(await quietly`buildah --version`).stdout.trim()} ${release()} ${process.getuid?.()}`;
  const memory = cacheDir("buildah-flags.json");
  const known = await readJsonFile(memory, isMemory);
  if (known?.machine === machine) return known.flags;
  const flags = await probed();
  await placeFile(memory, (path) => writeFile(path, JSON.stringify({ machine, flags })));
  return flags;
}

function isMemory(value: unknown): value is { machine: string; flags: string[] } {
  return isObject(value) && isText(value.machine) && isListOf(value.flags, isText);
}

async function probed(): Promise<string[]> {
  const container = (await $({ quiet: true })`buildah from ${marked()} scratch`).stdout.trim();
  const host = ["/usr", "/bin", "/lib", "/lib64"].flatMap((path) => ["--volume", `${path}:${path}:ro`]);
  try {
    let last = "";
    for (const candidate of CANDIDATES) {
      const flags = [...candidate, ...ALWAYS];
      const tried = await quietly`buildah run ${flags} ${host} ${container} -- /usr/bin/true`;
      if (tried.exitCode === 0) return flags;
      last = tried.stderr.trim();
    }
    throw new Error(`buildah can't run commands on this machine: ${last}`);
  } finally {
    await quietly`buildah rm ${container}`;
  }
}
