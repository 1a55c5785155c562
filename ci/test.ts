import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { $, which } from "zx";
import { ensureTools } from "./local/engine.ts";
import { PROJECT } from "./local/paths.ts";

/** What one suite came to. */
interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

const SUITES = ["unit", "e2e", "dagger"];

/** Commands that the tests themselves use, beside those that the project installs when it builds. */
const TOOLS = ["buildah", "mmdebstrap", "skopeo", "podman", "runc", "docker-registry", "git"];

/** Everything temporary that tests make. Archives of images are large, so it isn't in /tmp, which may be memory. */
const TEMPORARY = mkdtempSync(join(process.env.TMPDIR ?? "/var/tmp", "multistage-tests-"));
process.env.TMPDIR = TEMPORARY;

$.cwd = PROJECT;
process.env.FORCE_COLOR ??= "0";

/** Runs a command and shows what it prints; whether it succeeded counts as one test. */
async function step(name: string, command: string[]): Promise<Counts> {
  process.stdout.write(`\n== ${name}\n`);
  const { exitCode } = await $({ nothrow: true, stdio: "inherit" })`${command}`;
  return { passed: Number(exitCode === 0), failed: Number(exitCode !== 0), skipped: 0 };
}

/** Runs one directory of tests. A suite that ends without a report has failed as a whole. */
async function suite(name: string): Promise<Counts> {
  const file = join(TEMPORARY, `${name}.json`);
  const serial = name === "unit" ? [] : ["--no-file-parallelism"];
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile=${file}`];
  const ran = await step(name, ["npx", "vitest", "run", `test/${name}`, ...serial, ...reporters]);
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

async function main(wanted: string[]): Promise<number> {
  await ensureTools(TOOLS);
  const counts = [
    await step("lint and format", ["npx", "biome", "check", "."]),
    await step("types", ["npx", "tsc"]),
  ];
  for (const name of SUITES.filter((one) => !wanted.length || wanted.includes(one)))
    counts.push(await suite(name));
  const sum = (key: keyof Counts) => counts.reduce((total, one) => total + one[key], 0);
  if (sum("failed")) process.stdout.write(`\nwhat the tests made is kept in ${TEMPORARY}\n`);
  else rmSync(TEMPORARY, { recursive: true, force: true });
  if (!(await which("dagger", { nothrow: true })))
    process.stdout.write("\nno dagger on PATH: tests that need an engine are skipped\n");
  process.stdout.write(`\n${sum("passed")} passed, ${sum("failed")} failed, ${sum("skipped")} skipped\n`);
  return sum("failed") ? 1 : 0;
}

process.exitCode = await main(process.argv.slice(2));
