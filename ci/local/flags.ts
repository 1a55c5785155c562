import { type Flag, type Flags, own } from "./arguments.ts";
import { ENGINES } from "./builders/choose.ts";
import surface from "./surface.json" with { type: "json" };

/** The functions of the Dagger module: `ci/write-surface.ts` writes them down as its introspector reads them. */
const MODULE = surface as Record<string, { help: string; flags: Flags }>;

/** Arguments for what a machine knows by itself; a secret's name is one word with its value. */
const MODULE_ALONE = ["checkout", "git", "registry-service", "secret-name"];

/** What a flag is here, where that is something else. */
const HERE: Record<string, Partial<Flag>> = {
  source: { help: "directory of the repository; by default the one that you are in" },
  service: { help: "name of the service; by default the only one, or the one whose directory you are in" },
  bases: { default: undefined },
  domain: {
    help: "whose caches are used: main, or an untrusted source's, as pr-12; by default what the CI's variables say",
  },
  since: { help: "commit, branch or tag; or last-run" },
  "affected-since": { help: "only what changed since a commit, branch or tag; or last-run" },
  concurrency: { default: undefined, help: "most services at once; by default what cores and memory allow" },
  secret: { help: "a build secret: NAME=env:VARIABLE or NAME=file:PATH" },
  ssh: { help: "lend an ssh agent to what fetches dependencies: default, or the path of its socket" },
  "registry-password": { help: "the password: env:VARIABLE or file:PATH" },
};

/** Flags that the module doesn't have. */
const LOCAL: Flags = {
  engine: { type: "string", help: "what builds", choices: ENGINES, localOnly: true },
  json: { type: "boolean", help: "print the result as data", localOnly: true },
  "registry-wait": {
    type: "string",
    help: "seconds that a registry is waited for; 60 by default",
    localOnly: true,
  },
  progress: { type: "string", help: "auto or plain", choices: ["auto", "plain"], localOnly: true },
};
const RUN: Flags = {
  "step-timeout": { type: "string", help: "seconds that a step may take", localOnly: true },
  junit: { type: "string", help: "file for a JUnit report", localOnly: true },
  dotenv: { type: "string", help: "file for digests as GitLab reads them", localOnly: true },
};

/** What a machine can do with images that it has. */
const OF_ONE: Record<string, Flags> = {
  "build-all": {
    check: {
      type: "boolean",
      help: "also start images whose services say `expect`, as they would run, and ask them",
      localOnly: true,
    },
  },
};

/** A function's flags, in the words of the module's arguments. */
export function flagsOf(name: string): Flags {
  const shared = Object.entries(own(MODULE, name)?.flags ?? {})
    .filter(([flag]) => !MODULE_ALONE.includes(flag))
    .map(([flag, said]) => [flag, { ...said, ...HERE[flag] }]);
  return { ...Object.fromEntries(shared), ...LOCAL, ...(name.endsWith("-all") ? RUN : {}), ...OF_ONE[name] };
}

/** What a function does, as the module says it. */
export function helpFor(name: string): string {
  return own(MODULE, name)?.help ?? "";
}
