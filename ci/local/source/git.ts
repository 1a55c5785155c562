import { existsSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { isIgnored } from "../../../src/files/is-ignored.ts";
import { type Captured, capture } from "../process/capture.ts";
import { toldBy } from "./git-answer.ts";
import { type GitRepository, gitRepository } from "./git-repository.ts";
import { gitView } from "./git-view.ts";
import { notAtQueues } from "./queues.ts";

/** Asks git about a source root; answers its output, or undefined where it failed, isn't there or knows nothing. */
export async function askGit(root: string, words: string[]): Promise<string | undefined> {
  return (await bytesOf(root, words))?.toString();
}

/** The same as bytes. */
export async function bytesOf(root: string, words: string[]): Promise<Buffer | undefined> {
  const place = await gitRepository(root);
  const { exitCode, output } = place ? await runGit(place, root, words) : NOTHING;
  return exitCode === 0 ? output : undefined;
}

/**
 * The same where no answer must not be taken for an empty one.
 *
 * @throws a `Failure` (exit 2) with git's own words.
 */
export async function toldByGit(root: string, words: string[], input?: string): Promise<Buffer> {
  const place = await gitRepository(root);
  return toldBy(words, place ? await runGit(place, root, words, input) : NOTHING);
}

const NOTHING: Captured = {
  exitCode: 128,
  output: Buffer.of(),
  errors: Buffer.from("not a git repository"),
};

/** No question takes longer. */
const LIMIT = 600_000;

/** The one place that runs git on a source tree: by a view, which has none of its settings. */
async function runGit(
  place: GitRepository,
  directory: string,
  words: string[],
  input?: string,
): Promise<Captured> {
  const view = await gitView(place);
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_"));
  const env = {
    ...Object.fromEntries(own),
    GIT_DIR: view,
    GIT_WORK_TREE: place.top,
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_NO_LAZY_FETCH: "1",
    GIT_TERMINAL_PROMPT: "0",
    // No lock is taken by a question; messages are in English.
    GIT_OPTIONAL_LOCKS: "0",
    LC_ALL: "C",
  };
  // From its own directory: a PATH may hold ".".
  const all = ["-C", realpathSync(directory), ...words];
  return notAtQueues(place, (signal) =>
    capture("git", all, { cwd: view, env, input, timeout: LIMIT, signal }),
  );
}

/** Files that git has although a `.gitignore` names them; none where git knows nothing of the directory. */
export async function trackedIgnored(root: string): Promise<string[]> {
  const words = ["ls-files", "-z", "--cached", "--ignored", "--exclude-per-directory=.gitignore"];
  const listed = (await askGit(root, words)) ?? "";
  return listed.split("\0").filter((path) => path && !isIgnored(path) && existsSync(join(root, path)));
}
