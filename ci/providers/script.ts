import { type Job, PIPELINE, WORKSPACE } from "./pipeline.ts";

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
}

/** Optional: `multistage.yaml` may say it. */
const REGISTRY = `\${REGISTRY:+--registry "$REGISTRY"}`;

/** A directory that git doesn't see, whatever the repository ignores: else reports would make the tree dirty. */
export const PREPARE: Step = {
  title: "Prepare",
  lines: [`rm -rf ${PIPELINE.reports}`, `mkdir -p ${PIPELINE.reports}`, `echo '*' > ${WORKSPACE}/.gitignore`],
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

/** The job's calls in a provider's words. */
export function callSteps({ calls }: Job, words: Words): Step[] {
  return calls.map((call) => {
    const line = call.replace(/\{(\w+)\}/g, (_, word: string) => wordFor(word, words));
    return { title: call.split(" ")[0] ?? "", lines: [`./daggerw call ${line}`] };
  });
}

function wordFor(word: string, words: Words): string {
  const text = { ...words, registry: REGISTRY }[word];
  if (!text) throw new RangeError(`the pipeline asks for {${word}}, which no provider has`);
  return text;
}
