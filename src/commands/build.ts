import type { Built, Engine } from "../engine.ts";
import { Failure } from "../failure.ts";
import type { PlannedService } from "../pipeline/plan.ts";
import type { ServiceResult } from "../report/result.ts";
import type { OneOptions } from "./options.ts";
import { prepare } from "./planning.ts";
import { pickService, readRepository } from "./repository.ts";
import { oneOf } from "./run.ts";

/** One service's build: its result, and what it left unless it failed. */
export interface OneBuilt<Image> {
  result: ServiceResult;
  planned: PlannedService;
  built?: Built<Image>;
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
    let built: Built<Image> | undefined;
    const result = await oneOf(engine, one, options, (_planned, left) => {
      built = left;
    });
    return { result, planned: one.planned, built };
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

/** What a service's build left. @throws a `Failure` with what it failed with. */
export function builtIn<Image>({ result, built }: OneBuilt<Image>): Built<Image> {
  if (built) return built;
  throw new Failure(result.error?.message ?? `${result.name} was not built`, result.error ?? {});
}
