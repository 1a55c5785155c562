import { type Job, type Pipeline, REPORTS, WORKSPACE } from "./pipeline.ts";

/** Shell lines that run in order; the first that fails ends the job. */
export interface Step {
  title: string;
  lines: string[];
}

/** What a provider's variables are called, ready to stand in a shell command. */
export interface Words {
  /** Where a pull request left its target branch. */
  base: string;
  /** The tag that is built. */
  tag: string;
  /** The commit that is built. */
  revision: string;
  /** Which of the jobs that share the services this is, from 1. */
  shard: string;
  /** Names of the services that a job takes, where another one divided them. */
  services?: string;
  /** Whose caches a pull request uses, where no variable tells it by itself. */
  domain?: string;
}

/** Optional: `multistage.yaml` may say it. */
const REGISTRY = `\${REGISTRY:+--registry "$REGISTRY"}`;

/** A directory that git doesn't see, whatever the repository ignores: else reports would make the tree dirty. */
export const PREPARE: Step = {
  title: "Prepare",
  lines: [`rm -rf ${REPORTS}`, `mkdir -p ${REPORTS}`, `echo '*' > ${WORKSPACE}/.gitignore`],
};

/** Of machines that have Docker and no registry client; their user may become root without a password. */
export const CLIENT: Step = {
  title: "Install the registry's client",
  lines: [
    "if ! command -v skopeo >/dev/null; then sudo apt-get update -qq; sudo apt-get install -qq --no-install-recommends skopeo; fi",
  ],
};

/**
 * Names the tags that the origin has on this commit, and fetches nothing: providers differ in whether their
 * clones have them, and images get their versions from them.
 */
export const FETCH_TAGS: Step = {
  title: "Name this commit's tags",
  lines: [
    'head="$(git rev-parse HEAD)"',
    // Apart from the rest, so that its failure ends the job; an annotated tag's commit has the name `v1^{}`.
    'refs="$(git ls-remote --tags origin)"',
    `tags="$(echo "$refs" | sed -n "s|^\${head}[[:space:]]refs/tags/||p" | cut -d '^' -f 1)"`,
    'for tag in $tags; do git update-ref "refs/tags/$tag" "$head"; done',
  ],
};

/** Completes a clone, however shallow, down to the common ancestor of HEAD and a reference of the origin. */
export function deepen(reference: string): Step {
  return {
    title: "Complete the history",
    lines: [
      'if [ "$(git rev-parse --is-shallow-repository)" = true ]; then set -- --unshallow; else set --; fi',
      `git fetch --quiet --no-tags "$@" origin ${reference}`,
    ],
  };
}

/** What {@link deepen} takes to know a branch of the origin by the name that clones give it. */
export function branchOf(name: string): string {
  return `"+refs/heads/${name}:refs/remotes/origin/${name}"`;
}

/** A checkout where the provider makes none. @param references what is fetched, ready for a shell. */
export function checkOut(address: string, references: string, revision: string): Step {
  return {
    title: "Check out",
    lines: [
      "git init --quiet .",
      `git config remote.origin.url ${address}`,
      `git fetch --quiet --no-tags ${references}`,
      `git checkout --quiet --force --detach ${revision}`,
      "git clean --quiet -ffd",
    ],
  };
}

/** The job's calls in a provider's words. */
export function callSteps({ calls, shards }: Job, { command }: Pipeline, words: Words): Step[] {
  const known = {
    services: "",
    ...words,
    shard: `"${words.shard}/${shards}"`,
    domain: words.domain ? ` --domain ${words.domain}` : "",
    registry: REGISTRY,
  };
  return calls.map((call) => {
    const line = call.replace(/\{(\w+)\}/g, (_, word: keyof typeof known) => known[word]);
    return { title: call.split(" ")[0] ?? "", lines: [`${command} call ${line}`] };
  });
}

/** All lines of steps, in order. */
export function linesOf(steps: Step[]): string[] {
  return steps.flatMap(({ lines }) => lines);
}
