import { refuseUnpinned } from "../../src/bases/addresses.ts";
import type { Microservice } from "../../src/microservice.ts";
import type { PlannedService, StageName } from "../../src/pipeline/plan.ts";
import type { RunResult } from "../../src/report/result.ts";
import type { Values } from "./arguments.ts";
import { ensureBases, whereBasesComeFrom } from "./bases-mode.ts";
import type { BuildTools } from "./build-service.ts";
import { buildah } from "./buildah.ts";
import type { Builder } from "./builder.ts";
import { docker } from "./docker.ts";
import { chooseEngine, type EngineName } from "./engine.ts";
import { badInput } from "./failures.ts";
import { parseSecret } from "./masking.ts";
import { liveProgress, type Progress, plainProgress } from "./progress.ts";
import { type BasesFrom, openSession, pickService, plan, type Session } from "./session.ts";

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
  service: Microservice;
  from: BasesFrom;
  tools: BuildTools;
}

/** Reads the repository, chooses engine and bases, and makes sure that the bases are there. */
export async function prepare(values: Values): Promise<Prepared> {
  const session = await openSession(values);
  const service = pickService(session, values.service);
  const secrets = ((values.secret as string[] | undefined) ?? []).map(parseSecret);
  checkSecrets(
    service,
    secrets.map(({ name }) => name),
  );
  const progress = progressFor(values);
  const builder = await chooseBuilder(values, progress);
  const present = await builder.images();
  const from = await whereBasesComeFrom(values, plan(session, service, "registry").bases, present, progress);
  if (values.frozen) refuseUnpinned(plan(session, service, from).bases);
  return { session, service, from, tools: { builder, source: session.source, secrets, progress, present } };
}

/** The plan that a prepared service gets, its bases there. */
export async function planned(
  { session, service, from, tools }: Prepared,
  stage: StageName,
): Promise<PlannedService> {
  const decided = plan(session, service, from, stage);
  await ensureBases(decided.bases, from, tools);
  return decided;
}

async function chooseBuilder(values: Values, progress: Progress): Promise<Builder> {
  const { name, why } = await chooseEngine(values.engine as EngineName | undefined);
  progress.note(`engine: ${name} (${why})`);
  return name === "docker" ? docker : buildah;
}

function progressFor({ progress }: Values): Progress {
  const live = progress === "auto" || (progress === undefined && !process.env.CI);
  return live && process.stderr.isTTY ? liveProgress() : plainProgress();
}

/** A secret that no step declares would reach nothing, one that isn't given would fail a step late. */
function checkSecrets({ name, secrets }: Microservice, given: string[]): void {
  const missing = secrets.find((secret) => !given.includes(secret));
  if (missing)
    throw badInput(
      `${name} needs the secret ${missing}`,
      `add --secret ${missing}=env:${missing.toUpperCase()}`,
    );
  const unknown = given.find((secret) => !secrets.includes(secret));
  if (unknown)
    throw badInput(
      `${name} declares no secret ${unknown}`,
      `add \`secrets: [${unknown}]\` to its service.yaml`,
    );
}
