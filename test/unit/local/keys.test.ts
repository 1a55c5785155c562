import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { PROJECT } from "../../../ci/local/paths.ts";
import type { RunResult } from "../../../src/report/result.ts";

const made = (name: string) => mkdtempSync(join(tmpdir(), `multistage-${name}-`));

/** A repository of the example services. */
function repository(): string {
  const root = made("origin");
  const git = (...words: string[]) =>
    execFileSync("git", ["-C", root, "-c", "user.name=a", "-c", "user.email=a@b.c", ...words]);
  const filter = (path: string) => !/node_modules|target|dist$/.test(path);
  for (const part of ["services", "libs", "docs"])
    cpSync(join(PROJECT, part), join(root, part), { recursive: true, filter });
  git("init", "--quiet");
  git("add", "--all");
  git("commit", "--quiet", "--message", "all");
  return root;
}

/** The keys of a clone's services, as a machine with these habits computes them. */
function keys(
  origin: string,
  umask: string,
  env: Record<string, string>,
  more: string[] = [],
): Record<string, string | undefined> {
  const clone = join(made("clone"), env.DIRECTORY ?? "clone");
  const [home, temporary] = [made("home"), made("tmp")];
  const main = join(PROJECT, "ci/local/main.ts");
  const words = ["call", "plan", "--json", "--bases", "debian", "--source", clone, ...more].map(
    (word) => `'${word}'`,
  );
  const script = [
    `umask ${umask}`,
    `git clone --quiet --no-local '${origin}' '${clone}'`,
    `cd '${home}'`,
    `'${process.execPath}' --import '${join(PROJECT, "node_modules/tsx/dist/loader.mjs")}' '${main}' ${words.join(" ")}`,
  ].join(" && ");
  const answer = execFileSync("sh", ["-c", script], {
    env: {
      PATH: process.env.PATH,
      HOME: home,
      TMPDIR: temporary,
      XDG_CACHE_HOME: join(home, "cache"),
      ...env,
    },
    maxBuffer: 2 ** 26,
  });
  const { services } = JSON.parse(answer.toString()) as RunResult;
  return Object.fromEntries(services.map(({ name, key }) => [name, key]));
}

it("keys are equal on machines that differ in all but the sources", { timeout: 120_000 }, () => {
  const origin = repository();
  const ours = keys(origin, "022", { LC_ALL: "C.UTF-8", TZ: "UTC" });
  expect(Object.keys(ours).length).toBeGreaterThan(5);
  expect(Object.values(ours)).not.toContain(undefined);
  const circumstances = {
    LC_ALL: "tr_TR.UTF-8",
    LANG: "tr_TR.UTF-8",
    TZ: "Asia/Tokyo",
    USER: "other",
    CI: "true",
  };
  expect(keys(origin, "077", { ...circumstances, DIRECTORY: "sources of the team" })).toEqual(ours);
  expect(keys(origin, "000", { ...circumstances, HOSTNAME: "b" }, ["--domain", "pr-12"])).toEqual(ours);
});
