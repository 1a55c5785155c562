import { capture } from "../process/capture.ts";
import { toldBy } from "./git-answer.ts";
import { smallText } from "./small-text.ts";

/** Settings of git by name, `core.filemode`; of several values the last. */
export type GitSettings = Record<string, string>;

/**
 * What a configuration file says by itself: what it includes lies elsewhere, so it doesn't count.
 *
 * @throws a `Failure` (exit 2) with git's words where it can't be read as one.
 */
export async function gitSettings(path: string): Promise<GitSettings> {
  const input = smallText(path);
  if (!input) return {};
  const words = ["config", "--file", "-", "--no-includes", "--null", "--list"];
  const answer = await capture("git", words, { ...NOWHERE, input });
  return answer.exitCode === 127 ? {} : settingsIn(toldBy(words, answer));
}

/** No repository is asked: at / there is none. */
const NOWHERE = { cwd: "/", env: { ...process.env, GIT_DIR: "/" } };

let users: Promise<GitSettings> | undefined;

/** What the user's own configuration says, and the machine's. */
export function userSettings(): Promise<GitSettings> {
  users ??= capture("git", ["config", "--null", "--list"], NOWHERE).then(({ exitCode, output }) =>
    exitCode === 0 ? settingsIn(output) : {},
  );
  return users;
}

function settingsIn(output: Buffer): GitSettings {
  const entries = output.toString().split("\0").filter(Boolean);
  return Object.fromEntries(
    entries.map((entry) => {
      const [name = "", ...value] = entry.split("\n");
      // A name alone is how a configuration says true.
      return [name, value.length ? value.join("\n") : "true"];
    }),
  );
}
