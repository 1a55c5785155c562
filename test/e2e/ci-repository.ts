import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { $ } from "zx";
import { PROJECT } from "../../ci/local/paths.ts";
import { PROVIDERS } from "../../ci/providers/providers.ts";
import { goService, inService, LOCAL } from "./command.ts";

/** A hosted repository as CI systems see it: commits by what they are for. */
export interface Hosted {
  /** Directory that has it as `team/shop` and `team/shop.git`. */
  root: string;
  /** Where the pull requests left main, which went on since. */
  base: string;
  main: string;
  /** Pull request 1 changes `api`; 2 breaks its test. */
  requests: { head: string; merge: string }[];
  /** Puts an annotated tag on main. */
  tag(name: string): Promise<void>;
}

const DATE = "2026-03-04T05:06:07Z";
const TEST = 'if greeting() == "" {\n\t\tt.Fatal("there is no greeting")\n\t}';

/** Makes two small services, two pull requests and a main that went on. */
export async function hostedRepository(root: string): Promise<Hosted> {
  const bare = join(root, "team/shop.git");
  mkdirSync(dirname(bare), { recursive: true });
  symlinkSync("shop.git", join(root, "team/shop"));
  const work = join(root, "work");
  await $({ quiet: true })`git init --quiet --bare --initial-branch main ${bare}`;
  await $({ quiet: true })`git clone --quiet ${bare} ${work}`;
  const git = gitIn(work);
  write(work, { ...inService("api", api("hello")), ...inService("web", goService()), daggerw: WRAPPER });
  chmodSync(join(work, "daggerw"), 0o755);
  for (const provider of Object.keys(PROVIDERS))
    await $({ quiet: true, cwd: work })`./daggerw call ci --provider ${provider}`;
  const base = await commit(git, "first");
  const requests = [];
  for (const [number, greeting] of [
    [1, "good day"],
    [2, ""],
  ] as const) {
    await git(["checkout", "--quiet", "-B", `request-${number}`, base]);
    write(work, inService("api", api(greeting)));
    await commit(git, `request ${number}`);
  }
  await git(["checkout", "--quiet", "main"]);
  write(work, inService("web", goService('println("moved on")')));
  const main = await commit(git, "main goes on");
  for (const number of [1, 2]) requests.push(await request(git, number));
  await git(["push", "--quiet", "origin", "main"]);
  const tag = async (name: string) => {
    await git(["tag", "--annotate", name, "--message", "release", main]);
    await git(["push", "--quiet", "origin", name]);
  };
  return { root, base, main, requests, tag };
}

type Git = (words: string[]) => Promise<string>;

function gitIn(cwd: string): Git {
  const identity = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com"];
  const env = { ...process.env, GIT_AUTHOR_DATE: DATE, GIT_COMMITTER_DATE: DATE };
  return async (words) => (await $({ quiet: true, cwd, env })`git ${[...identity, ...words]}`).stdout.trim();
}

async function commit(git: Git, message: string): Promise<string> {
  await git(["add", "."]);
  await git(["commit", "--quiet", "--message", message]);
  return git(["rev-parse", "HEAD"]);
}

/** Publishes a pull request as GitHub and GitLab do: its head, and its merge with main. */
async function request(git: Git, number: number) {
  const head = await git(["rev-parse", `request-${number}`]);
  await git(["checkout", "--quiet", "--detach", "main"]);
  await git(["merge", "--quiet", "--no-ff", "--message", "merge", head]);
  const merge = await git(["rev-parse", "HEAD"]);
  await git(["checkout", "--quiet", "main"]);
  const refs = [`${head}:refs/merge-requests/${number}/head`, `${merge}:refs/pull/${number}/merge`];
  await git(["push", "--quiet", "origin", ...refs, `${head}:refs/heads/request-${number}`]);
  return { head, merge };
}

/** A project has the module's `daggerw`; the bases are chosen so that no image registry is asked. */
const WRAPPER = `#!/bin/sh\n[ "$2" = ci ] || set -- "$@" ${LOCAL.join(" ")}\nexec ${PROJECT}/daggerw "$@"\n`;

function api(greeting: string): Record<string, string> {
  const files = goService("println(greeting())", TEST);
  return { ...files, "greeting.go": `package main\n\nfunc greeting() string { return "${greeting}" }\n` };
}

function write(root: string, files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}
