import { PROVIDERS } from "../providers/providers.ts";
import type { Flags } from "./arguments.ts";
import type { CallOptions, Output } from "./call.ts";
import { cache } from "./commands/cache.ts";
import { ci } from "./commands/ci.ts";
import { completion, SHELLS } from "./commands/completion.ts";
import { doctor } from "./commands/doctor.ts";
import { init } from "./commands/init.ts";
import { run, verify, verifyAll } from "./commands/run.ts";
import { upgrade } from "./commands/upgrade.ts";
import { flagsOf } from "./flags.ts";

/** A function of this command line alone: no engine has it. */
interface MachineFunction {
  help: string;
  flags: Flags;
  /** The flag that a word without one is the value of. */
  takes?: string;
  run(given: CallOptions): Promise<Output>;
}

const SOURCE: Flags = {
  source: { type: "string", help: "directory of the repository; by default the one that you are in" },
};
const JSON_TOO: Flags = { json: { type: "boolean", help: "print the result as data" } };

const REPORT: Flags = { junit: { type: "string", help: "file for a JUnit report" } };

/** The flags of a function of the module, for what this machine builds and runs itself. */
function withoutDagger(name: string): Flags {
  const { stage: _stage, platform: _platform, check: _check, ...flags } = flagsOf(name);
  return { ...flags, engine: { type: "string", help: "what builds", choices: ["docker", "buildah"] } };
}

/** Where images go, and who asks for it; without Dagger. */
function registryFlags(): Flags {
  const names = ["environment", "registry", "registry-username", "registry-password", "plain-http"];
  const flags = { ...flagsOf("publish"), ...withoutDagger("publish") };
  const wanted = [...names, "registry-wait", "engine"];
  return Object.fromEntries(Object.entries(flags).filter(([name]) => wanted.includes(name)));
}

/** What is about the machine or the repository's own files, by name. */
export const MACHINE_FUNCTIONS: Record<string, MachineFunction> = {
  init: {
    help: "writes what a repository lacks to be built here, once it has shown it: multistage.yaml, daggerw, CI",
    flags: {
      ...SOURCE,
      yes: { type: "boolean", help: "write without asking" },
      registry: { type: "string", help: "HOST/PREFIX of images; by default what deployment files say" },
      "from-dockerfiles": {
        type: "boolean",
        help: "also tell what Dockerfiles do that builds without them don't",
      },
      ...JSON_TOO,
    },
    run: init,
  },
  upgrade: {
    help: "moves the version that ./daggerw is pinned to, and tells what changed",
    flags: {
      ...SOURCE,
      version: {
        type: "string",
        help: "1.2.3, a tag of npm's, or an archive that npm pack made",
        default: "latest",
      },
      ...JSON_TOO,
    },
    takes: "version",
    run: upgrade,
  },
  ci: {
    help: "writes a CI provider's file into the repository, from multistage.yaml",
    flags: {
      ...SOURCE,
      provider: { type: "string", help: "whose file", choices: Object.keys(PROVIDERS), required: true },
      check: {
        type: "boolean",
        help: "write nothing: exit 1, with the difference, where the file has drifted",
      },
      path: { type: "string", help: "the file, where it isn't the provider's usual one" },
      force: { type: "boolean", help: "overwrite a file that somebody else wrote or changed" },
      ...JSON_TOO,
    },
    run: ci,
  },
  doctor: {
    help: "whether this machine and this repository have what builds need, and what mends it",
    flags: { ...SOURCE, ...JSON_TOO },
    run: doctor,
  },
  cache: {
    help: "cache prune: removes what nothing used for long, from this machine and from the registry's cache",
    flags: {
      ...SOURCE,
      action: { type: "string", help: "what is done with it", choices: ["prune"], required: true },
      keep: { type: "string", help: "days that something is kept after its last use", default: "30d" },
      max: { type: "string", help: "most that each keeps, such as 20GB: what was used longest ago goes" },
      "dry-run": { type: "boolean", help: "only tell what would go, and what it would free" },
      ...registryFlags(),
      ...JSON_TOO,
    },
    takes: "action",
    run: cache,
  },
  completion: {
    help: "a script for your shell that completes functions, flags and names of services",
    flags: { shell: { type: "string", help: "your shell", choices: SHELLS, required: true } },
    takes: "shell",
    run: completion,
  },
  run: {
    help: "builds a service's image and runs it here, in the foreground, with its port and variables",
    flags: {
      ...withoutDagger("build"),
      port: { type: "number", help: "where it listens, told by PORT; by default the service's own" },
      variable: { type: "list", help: "NAME=VALUE, over those of the image" },
    },
    takes: "service",
    run,
  },
  verify: {
    help: "starts a service's image as it would run, and asks it what its service expects",
    flags: { ...withoutDagger("build"), ...REPORT },
    takes: "service",
    run: verify,
  },
  "verify-all": {
    help: "starts the images of all services, or those chosen, and asks them what they expect",
    flags: withoutDagger("build-all"),
    run: verifyAll,
  },
};
