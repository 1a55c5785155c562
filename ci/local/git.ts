import { spawn } from "node:child_process";
import { once } from "node:events";

/** Messages in English, and no lock taken by a question. */
const ENV = { ...process.env, LC_ALL: "C", GIT_OPTIONAL_LOCKS: "0" };

/** Runs git in a source root; answers its output, or undefined where it failed or isn't there. */
export async function askGit(root: string, words: string[]): Promise<string | undefined> {
  return (await bytesOf(root, words))?.toString();
}

/** The same as bytes. */
export async function bytesOf(root: string, words: string[], input = ""): Promise<Buffer | undefined> {
  const child = spawn("git", words, { cwd: root, env: ENV, stdio: ["pipe", "pipe", "ignore"] });
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk) => chunks.push(chunk));
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  const [exitCode] = await once(child, "close").catch(() => [127]);
  return exitCode === 0 ? Buffer.concat(chunks) : undefined;
}
