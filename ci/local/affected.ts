import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import type { BasesFrom } from "../../src/bases/addresses.ts";
import { resolve } from "../../src/descriptor/resolve.ts";
import { isIgnored } from "../../src/files/is-ignored.ts";
import { LANGUAGES } from "../../src/languages/table.ts";
import type { Microservice } from "../../src/microservice.ts";
import { type Affected, affectedBy, withDependents } from "../../src/pipeline/affected.ts";
import { badInput } from "../../src/report/failure.ts";
import { placeFile, readJson } from "./images/store.ts";
import { cacheDir } from "./paths.ts";
import { plan, type Session } from "./session.ts";
import { contentsDigest } from "./source/contents.ts";
import { changedSince, snapshotAt } from "./source/since.ts";
import type { Source } from "./source/source.ts";

/** Where git isn't at hand, what the last run built is what is compared with. */
export const LAST_RUN = "last-run";

/**
 * The services that changed since a git reference, each with the reason.
 *
 * @param since a commit, branch or tag; `last-run` compares with what the last run for the session's environment
 * built, which is what there is outside git.
 */
export async function affectedSince(
  session: Session,
  services: Microservice[],
  since: string,
): Promise<Affected[]> {
  const { source } = session;
  if (since === LAST_RUN) return affectedSinceRun(session, services);
  if (source.git) return affectedInGit(source, services, since);
  throw badInput(`${source.root} is no git repository`, `--affected-since ${LAST_RUN} compares contents`);
}

async function affectedSinceRun(session: Session, services: Microservice[]): Promise<Affected[]> {
  const { environment, source } = session;
  const last = (await lastRuns(source))[environment] ?? {};
  const changed = services.filter((service) => last[service.name] !== keyOf(session, service));
  const reason = (name: string) =>
    last[name] ? "it changed since the last run" : `no run has built it for ${environment}`;
  return withDependents(services, new Map(changed.map(({ name }) => [name, reason(name)])));
}

async function affectedInGit({ root }: Source, services: Microservice[], since: string): Promise<Affected[]> {
  const { base, changed } = await changedSince(root, since);
  const read = changed.filter((path) => !isIgnored(path));
  if (!read.length) return [];
  return affectedBy(services, read, resolve(await snapshotAt(root, base), LANGUAGES).services);
}

/** Remembers what these services were when they were built. */
export async function rememberBuilt(session: Session, services: Microservice[]): Promise<void> {
  const { environment, source } = session;
  const built = services.map((service) => [service.name, keyOf(session, service)]);
  const all = await lastRuns(source);
  const runs = { ...all, [environment]: { ...all[environment], ...Object.fromEntries(built) } };
  await placeFile(memory(source), (path) => writeFile(path, JSON.stringify(runs)));
}

/** Changes when what is built of a service may, wherever its bases come from. */
function keyOf(session: Session, service: Microservice): string {
  const hash = createHash("sha256").update(contentsDigest(session.source, service));
  for (const from of ["registry", "debian"] as const) hash.update(planKey(session, service, from));
  return hash.digest("hex");
}

/** Why there is no plan counts, too: a base may be one of Debian's alone. */
function planKey(session: Session, service: Microservice, from: BasesFrom): string {
  try {
    return plan(session, service, from).key;
  } catch (error) {
    return String(error);
  }
}

/** Keys by environment and service. */
type Runs = Record<string, Record<string, string>>;

async function lastRuns(source: Source): Promise<Runs> {
  return (await readJson<Runs>(memory(source))) ?? {};
}

function memory({ root }: Source): string {
  return cacheDir("last-run", createHash("sha256").update(root).digest("hex").slice(0, 16));
}
