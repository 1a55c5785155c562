import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { $, which } from "zx";
import { PROJECT } from "./local/paths.ts";
import { ensureTools } from "./local/process/tools.ts";
import { makeBasesOnce } from "./test-bases.ts";
import { ownStore, type TestStore } from "./test-store.ts";

/** What one suite came to. */
interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

const SUITES = ["unit", "e2e", "dagger"];

/** Of test/e2e, those that build the example services again and again: about half of the time. */
const BUILDS = [
  "caching",
  "caching-parallel",
  "dockerfile",
  "images",
  "java-caches",
  "no-dependencies",
  "scala-caches",
].map((name) => `test/e2e/${name}.test.ts`);

/** Commands that the tests themselves use, beside those that the project installs when it builds. */
const TOOLS = ["buildah", "mmdebstrap", "skopeo", "podman", "runc", "docker-registry", "git"];

/** Everything temporary that tests make. Archives of images are large, so it isn't in /tmp, which may be memory. */
const TEMPORARY = mkdtempSync(join(process.env.TMPDIR ?? "/var/tmp", "multistage-tests-"));
process.env.TMPDIR = TEMPORARY;
// Some tests act as somebody else.
chmodSync(TEMPORARY, 0o711);

$.cwd = PROJECT;
process.env.FORCE_COLOR ??= "0";

/** How a command is run: with more variables; what it prints is shown at once, or when it has ended. */
interface Run {
  env?: Record<string, string>;
  later?: boolean;
}

/** Runs a command and shows what it prints; whether it succeeded counts as one test. */
async function step(name: string, command: string[], { env, later }: Run = {}): Promise<Counts> {
  const run = $({
    nothrow: true,
    quiet: true,
    stdio: later ? "pipe" : "inherit",
    env: { ...process.env, ...env },
  });
  if (!later) process.stdout.write(`\n== ${name}\n`);
  const { exitCode, stdall } = await run`${command}`;
  if (later) process.stdout.write(`\n== ${name}\n${stdall}`);
  return { passed: Number(exitCode === 0), failed: Number(exitCode !== 0), skipped: 0 };
}

/** Runs some test files. A suite that ends without a report has failed as a whole. */
async function suite(name: string, words: string[], run?: Run): Promise<Counts> {
  const file = join(TEMPORARY, `${name.replaceAll(" ", "-")}.json`);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile=${file}`];
  const ran = await step(name, ["npx", "vitest", "run", ...words, ...reporters], run);
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(
      readFileSync(file, "utf8"),
    );
    const failed = Math.max(numFailedTests, ran.failed);
    return { passed: numPassedTests, failed, skipped: numPendingTests + numTodoTests };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

/** Tests of a folder, one file after another: they use the machine's image store and watch its processes. */
function serially(name: string, words: string[], run?: Run): Promise<Counts> {
  return suite(name, [...words, "--no-file-parallelism"], run);
}

/** What both halves build from. Where it fails the tests make their own, and it counts as a failed one. */
async function bases(store: TestStore, cache: string): Promise<Counts> {
  process.stdout.write("\n== bases\n");
  try {
    await makeBasesOnce(store, cache);
    return { passed: 1, failed: 0, skipped: 0 };
  } catch (error) {
    process.stdout.write(`${(error as Error).message}\n`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

/**
 * Two at once: a builder keeps one processor busy for most of its time. The second has a store and caches of
 * its own, since both build services of the same names.
 */
async function endToEnd(): Promise<Counts[]> {
  const store = await ownStore(TEMPORARY);
  const cache = join(TEMPORARY, "cache");
  const made = await bases(store, cache);
  const env = { CONTAINERS_STORAGE_CONF: store.conf, XDG_CACHE_HOME: cache };
  const others = BUILDS.flatMap((file) => ["--exclude", file]);
  const counts = await Promise.all([
    serially("e2e: builds", BUILDS),
    serially("e2e: all others", ["test/e2e", ...others], { env, later: true }),
  ]);
  return [made, ...counts, await step("nothing holds the tests' image store", store.removal)];
}

/** A suite of {@link SUITES}. */
async function run(name: string): Promise<Counts[]> {
  if (name === "e2e") return endToEnd();
  return [await (name === "unit" ? suite : serially)(name, [`test/${name}`])];
}

async function main(wanted: string[]): Promise<number> {
  await ensureTools(TOOLS);
  const counts = [
    await step("lint and format", ["npx", "biome", "check", "."]),
    await step("types", ["npx", "tsc"]),
  ];
  for (const name of SUITES.filter((one) => !wanted.length || wanted.includes(one)))
    counts.push(...(await run(name)));
  const sum = (key: keyof Counts) => counts.reduce((total, one) => total + one[key], 0);
  if (sum("failed")) process.stdout.write(`\nwhat the tests made is kept in ${TEMPORARY}\n`);
  else rmSync(TEMPORARY, { recursive: true, force: true });
  if (!(await which("dagger", { nothrow: true })))
    process.stdout.write("\nno dagger on PATH: tests that need an engine are skipped\n");
  process.stdout.write(`\n${sum("passed")} passed, ${sum("failed")} failed, ${sum("skipped")} skipped\n`);
  return sum("failed") ? 1 : 0;
}

process.exitCode = await main(process.argv.slice(2));
