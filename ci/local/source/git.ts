import { existsSync } from "node:fs";
import { join } from "node:path";
import { BUILT_PATHS } from "../../../src/descriptor/dropped.ts";
import { EXIT, Failure } from "../../../src/report/failure.ts";
import { type Answer, ask } from "../process/ask.ts";

/** Runs git in a source root; answers its output, or undefined where it failed or isn't there. */
export async function askGit(root: string, words: string[]): Promise<string | undefined> {
  return (await bytesOf(root, words))?.toString();
}

/** The same as bytes. */
export async function bytesOf(root: string, words: string[]): Promise<Buffer | undefined> {
  const { exitCode, output } = await runGit(root, words);
  return exitCode === 0 ? output : undefined;
}

/**
 * The same where no answer must not be taken for an empty one.
 *
 * @throws a `Failure` (exit 2) with git's own words.
 */
export async function toldByGit(root: string, words: string[], input?: string): Promise<Buffer> {
  const { exitCode, output, errors } = await runGit(root, words, input);
  if (exitCode === 0) return output;
  const lines = errors.toString().split("\n");
  const said = lines.map((line) => line.trim()).filter(Boolean);
  throw new Failure(`git ${words[0]} failed`, {
    exitCode: EXIT.input,
    lines: said.slice(-10),
    // What git advises for a repository of somebody else's.
    next: said.find((line) => line.startsWith("git config ")),
  });
}

function runGit(root: string, words: string[], input?: string): Promise<Answer> {
  // Messages in English, and no lock taken by a question.
  const env = { ...process.env, LC_ALL: "C", GIT_OPTIONAL_LOCKS: "0" };
  return ask("git", words, { cwd: root, env, input });
}

/** Files that git has where tools write what they build; none where git knows nothing of the directory. */
export async function trackedBuilt(root: string): Promise<string[]> {
  const listed = (await askGit(root, ["ls-files", "-z", "--cached", "--", ...BUILT_PATHS])) ?? "";
  return listed.split("\0").filter((path) => path && existsSync(join(root, path)));
}
