import { createHash } from "node:crypto";
import type { Engine, LastRun } from "../engine.ts";
import { badInput } from "../failure.ts";
import { isIgnored } from "../files/is-ignored.ts";
import type { Microservice } from "../microservice.ts";
import { type Affected, affectedBy, withDependents } from "../pipeline/affected.ts";
import type { RunResult } from "../report/result.ts";
import { type Planner, plannerOf } from "./planning.ts";
import { type Repository, readRepository, refuseWhole, resolved } from "./repository.ts";
import { isDone, plannedResult } from "./results.ts";

/** Where there is no version control, what the last run built is what is compared with. */
const LAST_RUN = "last-run";

/** `affected`: the services that a change concerns, and why. */
export async function affected(engine: Engine, { since }: { since: string }): Promise<RunResult> {
  const repository = await readRepository(engine);
  const found = await affectedSince(engine, repository, since, "development");
  const reasons = new Map(found.map(({ name, reason }) => [name, reason]));
  const services = repository.services.filter(({ name }) => reasons.has(name));
  return {
    services: services.map((service) => plannedResult(service, { reason: reasons.get(service.name) })),
  };
}

/**
 * The services that changed since a commit, branch or tag, each with the reason.
 *
 * @param since `last-run` compares with what the last run for the environment built.
 */
export async function affectedSince(
  engine: Engine,
  repository: Repository,
  since: string,
  environment: string,
): Promise<Affected[]> {
  if (since === LAST_RUN) return affectedSinceRun(engine, repository, environment);
  const { paths, before } = await engine.changes(since);
  const read = paths.filter((path) => !isIgnored(path));
  if (!read.length) return [];
  return affectedBy(repository.services, read, resolved(await before()).services);
}

async function affectedSinceRun(
  engine: Engine,
  repository: Repository,
  environment: string,
): Promise<Affected[]> {
  if (!engine.lastRun) throw badInput(`a Dagger engine keeps no ${LAST_RUN}`, "name a commit, branch or tag");
  refuseWhole(repository);
  const last = (await engine.lastRun.read())[environment] ?? {};
  const keys = await keysOf(engine, repository, repository.services, environment);
  const reason = (name: string) =>
    last[name] ? "it changed since the last run" : `no run has built it for ${environment}`;
  const changed = Object.keys(keys).filter((name) => last[name] !== keys[name]);
  return withDependents(repository.services, new Map(changed.map((name) => [name, reason(name)])));
}

/** Remembers what those of these services were that a run built. */
export async function rememberDone(
  engine: Engine,
  repository: Repository,
  chosen: Microservice[],
  run: RunResult,
  environment: string,
): Promise<void> {
  if (!engine.lastRun) return;
  const done = new Set(run.services.filter(isDone).map(({ name }) => name));
  const services = chosen.filter(({ name }) => done.has(name));
  const all = await engine.lastRun.read();
  const built = await keysOf(engine, repository, services, environment);
  await engine.lastRun.write({ ...all, [environment]: { ...all[environment], ...built } });
}

async function keysOf(
  engine: Engine,
  repository: Repository,
  services: Microservice[],
  environment: string,
): Promise<LastRun[string]> {
  const plan = await plannerOf(engine, repository, { environment });
  const keys = services.map(async (service) => {
    const hash = createHash("sha256").update(await engine.contents(service));
    for (const from of ["registry", "debian"] as const) hash.update(recipeOf(plan, service, from));
    return [service.name, hash.digest("hex")];
  });
  return Object.fromEntries(await Promise.all(keys));
}

/** Changes when what is built of a service may, wherever its bases come from; why there is no plan counts, too. */
function recipeOf(plan: Planner, service: Microservice, from: "registry" | "debian"): string {
  try {
    return plan(service, from).dockerfile;
  } catch (error) {
    return String(error);
  }
}
