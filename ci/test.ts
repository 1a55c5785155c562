import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { $, which } from "zx";
import { asFailure, failureText } from "../src/failure.ts";
import { PROJECT } from "./local/paths.ts";
import { ensureTools } from "./local/process/tools.ts";
import { makeBases, ownStore } from "./test-store.ts";

/** What one suite came to. */
interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

const SUITES = ["unit", "e2e", "dagger"];

/** Of test/e2e, those that build the example services: in one store, so that each is compiled once. */
const EXAMPLES = ["images", "dockerfile", "caching"];

/** Others that take minutes each: they begin first, so that both processors have work to the end. */
const LONG = ["caching-parallel", "java-caches", "scala-caches", "managers", "java-starts"];

/** The others are run a few at a time: vitest itself takes seconds to start. */
const AT_ONCE = 4;

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
  const file = join(TEMPORARY, `${name.replaceAll(/[ :,]+/g, "-")}.json`);
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

/** Works on what is left, one after another, in a store and caches of its own. */
async function works(tasks: string[][], name: string, later: boolean): Promise<Counts[]> {
  const store = await ownStore(join(TEMPORARY, name));
  const counts: Counts[] = [];
  for (let task = tasks.shift(); task; task = tasks.shift()) {
    const files = task.map((file) => `test/e2e/${file}.test.ts`);
    counts.push(await serially(`e2e: ${task.join(", ")}`, files, { env: store.env, later }));
  }
  await store.remove();
  return counts;
}

/** Two at once: a builder keeps one processor busy for most of its time. Both build services of the same names. */
async function endToEnd(): Promise<Counts[]> {
  const files = readdirSync(join(PROJECT, "test/e2e")).filter((file) => file.endsWith(".test.ts"));
  const names = files.map((file) => file.replace(".test.ts", ""));
  const others = names.filter((name) => ![...EXAMPLES, ...LONG].includes(name));
  const chunks = Array.from({ length: Math.ceil(others.length / AT_ONCE) }, (_, at) =>
    others.slice(at * AT_ONCE, (at + 1) * AT_ONCE),
  );
  const tasks = [EXAMPLES, ...LONG.map((name) => [name]), ...chunks];
  return (await Promise.all([works(tasks, "one", false), works(tasks, "two", true)])).flat();
}

/** A suite of {@link SUITES}. */
async function run(name: string): Promise<Counts[]> {
  if (name === "e2e") return endToEnd();
  return [await (name === "unit" ? suite : serially)(name, [`test/${name}`])];
}

/** What most tests of test/e2e start from; whether it could be made counts as one test. */
async function bases(): Promise<Counts> {
  const made = await makeBases().then(
    () => true,
    (error: unknown) => void process.stdout.write(`\n== bases\n${failureText(asFailure(error))}\n`),
  );
  return { passed: Number(made === true), failed: Number(made !== true), skipped: 0 };
}

/** What is looked at without a build. */
async function looks(isWanted: boolean): Promise<Counts[]> {
  return [
    await step("lint and format", ["npx", "biome", "check", "."]),
    await step("types", ["npx", "tsc"]),
    ...(isWanted ? await run("unit") : []),
  ];
}

async function main(wanted: string[]): Promise<number> {
  await ensureTools(TOOLS);
  const suites = SUITES.filter((one) => !wanted.length || wanted.includes(one));
  // Making bases waits for packages and disks, the others keep processors busy.
  const [looked, made] = await Promise.all([
    looks(suites.includes("unit")),
    suites.includes("e2e") ? bases() : undefined,
  ]);
  const counts = [...looked, ...(made ? [made] : [])];
  for (const name of suites.filter((one) => one !== "unit")) counts.push(...(await run(name)));
  const sum = (key: keyof Counts) => counts.reduce((total, one) => total + one[key], 0);
  if (sum("failed")) process.stdout.write(`\nwhat the tests made is kept in ${TEMPORARY}\n`);
  else rmSync(TEMPORARY, { recursive: true, force: true });
  if (!(await which("dagger", { nothrow: true })))
    process.stdout.write("\nno dagger on PATH: tests that need an engine are skipped\n");
  process.stdout.write(`\n${sum("passed")} passed, ${sum("failed")} failed, ${sum("skipped")} skipped\n`);
  return sum("failed") ? 1 : 0;
}

process.exitCode = await main(process.argv.slice(2));
