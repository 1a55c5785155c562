import type { Built, Engine } from "../engine.ts";
import { Failure } from "../failure.ts";
import type { PlannedService } from "../pipeline/plan.ts";
import type { ServiceResult } from "../report/result.ts";
import type { Finished } from "./finished.ts";
import type { OneOptions } from "./options.ts";
import { prepare } from "./planning.ts";
import { pickService, readRepository } from "./repository.ts";
import { oneOf } from "./run.ts";
import { openSharedCache } from "./shared-cache.ts";

/** One service's build: its result, and what it left unless it failed. */
export interface OneBuilt<Image> {
  result: ServiceResult;
  planned: PlannedService;
  /** Absent also where the shared cache told how a test or a linter ended. */
  built?: Built<Image>;
  /** What the stage's steps printed, where that is the result. */
  output(): Promise<string>;
}

/**
 * `build`: a service's image, or one of its stages.
 *
 * @throws a `Failure` (exit 2) for what is wrong with the call; what fails later is told in the result.
 */
export async function build<Image>(
  engine: Engine<Image>,
  { stage = "runtime", ...options }: OneOptions,
): Promise<OneBuilt<Image>> {
  try {
    const repository = await readRepository(engine);
    const service = pickService(repository, options.service, engine.standing);
    const [one] = await prepare(engine, repository, [service], options, stage);
    if (!one?.planned) throw one?.failure;
    const shared = await openSharedCache(engine, options);
    let left: Finished<Image> = {};
    const take = (_planned: PlannedService, taken: Finished<Image>) => {
      left = taken;
    };
    const result = await oneOf(engine, one, options, { shared, take });
    await shared?.settled();
    const { built, entry } = left;
    const output = async () => entry?.entry.output ?? (await built?.output()) ?? "";
    return { result, planned: one.planned, built, output };
  } finally {
    engine.progress.done();
  }
}

/** `artifact`: the files that cross into the image. */
export function artifact<Image>(engine: Engine<Image>, options: OneOptions): Promise<OneBuilt<Image>> {
  return build(engine, { ...options, stage: "artifact" });
}

/** `test`: runs the service's own tests in its test stage. */
export function test<Image>(engine: Engine<Image>, options: OneOptions): Promise<OneBuilt<Image>> {
  return build(engine, { ...options, stage: "test" });
}

/** `lint`: runs the service's linter where its tests run. */
export function lint<Image>(engine: Engine<Image>, options: OneOptions): Promise<OneBuilt<Image>> {
  return build(engine, { ...options, stage: "lint" });
}

/** What a stage printed. @throws a `Failure` with what it failed with. */
export function outputOf<Image>(one: OneBuilt<Image>): Promise<string> {
  if (one.result.error) builtIn(one);
  return one.output();
}

/** What a service's build left. @throws a `Failure` with what it failed with. */
export function builtIn<Image>({ result, built }: OneBuilt<Image>): Built<Image> {
  if (built) return built;
  throw new Failure(result.error?.message ?? `${result.name} was not built`, result.error ?? {});
}
