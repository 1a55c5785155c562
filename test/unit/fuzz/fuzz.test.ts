import { expect, it } from "vitest";
import { random } from "../../../ci/bench/random.ts";
import { plan } from "../../../src/commands/plan.ts";
import { Failure } from "../../../src/failure.ts";
import { RegistryFailure } from "../../../src/publish/publisher.ts";
import { MemoryEngine } from "../../contract/memory-engine.ts";
import { mutated } from "./mutate.ts";
import { type Files, readIn, repositories } from "./repositories.ts";
import { SUBJECTS } from "./subjects.ts";

/** Mutations of one run: `FUZZ=100000` for a night, with another `FUZZ_SEED`. */
const TIMES = Number(process.env.FUZZ ?? 20_000);
const SEED = process.env.FUZZ_SEED ?? "1";

/** Longest that a text may keep its reader busy, in milliseconds of processor. */
const LONGEST = 1000;

const REPOSITORIES = repositories().map((files) => ({ files, read: readIn(files) }));
const TEXTS = REPOSITORIES.flatMap(({ files, read }) => read.map((path) => files[path] ?? ""));

/** What is wrong with how a reader ended; undefined where nothing is. */
async function verdict(
  work: () => unknown,
  isTold: (message: string) => boolean,
): Promise<string | undefined> {
  const before = process.cpuUsage();
  const end = await Promise.resolve()
    .then(work)
    .then(
      () => undefined,
      (error: unknown) => error,
    );
  const { user } = process.cpuUsage(before);
  if (user / 1000 > LONGEST) return `took ${Math.round(user / 1000)} ms`;
  if (end === undefined || end instanceof RegistryFailure) return undefined;
  if (!(end instanceof Failure)) return end instanceof Error ? end.stack : String(end);
  return isTold(end.message) ? undefined : `tells of no file: ${end.message}`;
}

/** One repository with one file of it changed, read and planned. */
async function planned(files: Files, version = "1.0.0"): Promise<void> {
  const engine = new MemoryEngine({ files });
  const { services } = await plan(engine, { environment: "development", version });
  const broken = services.find(({ error }) => error?.message.startsWith("multistage itself failed"));
  if (broken) throw new Error(broken.error?.lines.join("\n"));
}

function repositoryCase(name: string): { of: string; run: () => Promise<string | undefined>; text: string } {
  const chance = random(name);
  const { files, read } = chance.pick(REPOSITORIES);
  const path = chance.pick(read);
  const text = mutated(files[path] ?? "", chance, TEXTS);
  const isTold = (message: string) =>
    /(^|[\s:])(services\/\w|bases\.yaml:)/.test(message) ||
    Object.keys(files).some((file) => message.includes(file));
  return { of: path, text, run: () => verdict(() => planned({ ...files, [path]: text }), isTold) };
}

function subjectCase(name: string): { of: string; run: () => Promise<string | undefined>; text: string } {
  const chance = random(name);
  const subject = chance.pick(SUBJECTS);
  const text = mutated(chance.pick(subject.seeds), chance, TEXTS);
  return {
    of: subject.name,
    text,
    run: () =>
      verdict(
        () => subject.read(text),
        () => true,
      ),
  };
}

const caseOf = (name: string) => (name.startsWith("answer") ? subjectCase(name) : repositoryCase(name));

/** Names of mutations that found something once. */
const FOUND: string[] = [];

it.each(FOUND)("%s ends with a result or a failure that names a file, in time", async (name) => {
  const { of, text, run } = caseOf(name);
  expect(await run(), `${of}: ${JSON.stringify(text).slice(0, 2000)}`).toBeUndefined();
});

it(`${TIMES} changed texts end with a result or a failure that names a file, in time`, {
  timeout: 100 * TIMES + 60_000,
}, async () => {
  const wrong: string[] = [];
  for (let at = 0; at < TIMES && wrong.length < 20; at += 1) {
    const name = `${at % 10 === 0 ? "answer" : "file"} ${SEED}.${at}`;
    const { of, text, run } = caseOf(name);
    const said = await run();
    if (said) wrong.push(`${name}, ${of}: ${said}\n${JSON.stringify(text).slice(0, 400)}`);
  }
  expect(wrong).toEqual([]);
});
