import type { BasesFrom } from "../../src/bases/addresses.ts";
import type { Microservice } from "../../src/microservice.ts";
import { refuseUnfrozen } from "../../src/pipeline/frozen.ts";
import type { PlannedService, StageName } from "../../src/pipeline/plan.ts";
import type { RunResult } from "../../src/report/result.ts";
import type { Values } from "./arguments.ts";
import { whereBasesComeFrom } from "./bases/mode.ts";
import type { BuildTools } from "./build-service.ts";
import { buildah } from "./builders/buildah.ts";
import type { Builder } from "./builders/builder.ts";
import { docker } from "./builders/docker.ts";
import { chooseEngine, type EngineName } from "./builders/engine.ts";
import { sweep } from "./builders/leftovers.ts";
import { checkSecrets, parseSecret } from "./builders/masking.ts";
import { refuseForeign } from "./builders/platform.ts";
import { stepTimeoutOf } from "./builders/step-limit.ts";
import { liveTable } from "./output/live.ts";
import { type Progress, plainProgress } from "./output/progress.ts";
import { interruption } from "./process/interruption.ts";
import { openSession, pickService, plan, type Session } from "./session.ts";

/** A verb after a function, as Dagger's own types have them. */
export interface Chain {
  verb: string;
  values: Values;
}

/** What a function hands back to the command line. */
export interface Output {
  /** For people. */
  text: string;
  /** For `--json`. */
  data?: RunResult | object;
  exitCode?: number;
}

/** Everything that was decided before the first step runs. */
export interface Prepared {
  session: Session;
  from: BasesFrom;
  tools: BuildTools;
}

/** Reads the repository and prepares to build its one wanted service. */
export async function prepare(values: Values): Promise<{ prepared: Prepared; service: Microservice }> {
  const session = await openSession(values);
  const service = pickService(session, values.service);
  return { prepared: await prepareFor(values, session, [service]), service };
}

/** Chooses the engine and where bases come from, for these services. */
export async function prepareFor(
  values: Values,
  session: Session,
  services: Microservice[],
  progress: Progress = progressFor(values),
): Promise<Prepared> {
  const signal = interruption();
  const secrets = ((values.secret as string[] | undefined) ?? []).map(parseSecret);
  checkSecrets(services, secrets);
  const builder = await chooseBuilder(values, progress);
  const [present] = await Promise.all([builder.images(), sweep("dead")]);
  const wanted = () => services.flatMap((service) => plan(session, service, "registry").bases);
  const from = await whereBasesComeFrom(values, session.source, wanted, present, progress);
  const { platform } = session;
  if (platform) for (const service of services) refuseForeign(service, platform, from, builder.name);
  if (values.frozen) refuseUnfrozen(services.map((service) => plan(session, service, from)));
  const timeoutMs = stepTimeoutOf(values);
  const { source } = session;
  return {
    session,
    from,
    tools: { builder, source, secrets, progress, present, timeoutMs, signal },
  };
}

/** The plan that a prepared service gets. */
export function planned(
  { session, from }: Prepared,
  service: Microservice,
  stage: StageName,
): PlannedService {
  return plan(session, service, from, stage);
}

async function chooseBuilder(values: Values, progress: Progress): Promise<Builder> {
  const { name, why } = await chooseEngine(values.engine as EngineName | undefined);
  progress.note(`engine: ${name} (${why})`);
  return name === "docker" ? docker : buildah;
}

/** Whether lines are rewritten in place: on a terminal, outside CI, unless asked otherwise. */
export function isLive({ progress }: Values): boolean {
  const live = progress === "auto" || (progress === undefined && !process.env.CI);
  return live && process.stderr.isTTY === true;
}

function progressFor(values: Values): Progress {
  return isLive(values) ? liveTable() : plainProgress();
}
