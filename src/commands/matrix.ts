import type { Engine } from "../engine.ts";
import { badInput } from "../failure.ts";
import { balancedShards, type Shard } from "../pipeline/shards.ts";
import { choose } from "./choose.ts";
import type { CacheUse } from "./options.ts";
import { readRepository } from "./repository.ts";
import { openSharedCache } from "./shared-cache.ts";

/** Whose pipelines the parts are for: both take them as JSON, in forms of their own. */
export type MatrixForm = "github" | "gitlab";

export interface MatrixOptions {
  environment: string;
  /** Most parts. */
  shards: number;
  affectedSince?: string;
  form?: MatrixForm;
  cache?: CacheUse;
}

/**
 * `matrix`: a run's services as parts for several runners, balanced by how long each took before, here or on any machine
 * that wrote to the shared cache. Fewer parts where there is less to do, and none where nothing changed.
 *
 * @returns JSON: GitHub's `strategy.matrix`, or GitLab's `parallel:matrix`.
 */
export async function matrix(engine: Engine, options: MatrixOptions): Promise<string> {
  const { shards: count, form = "github" } = options;
  if (!(Number.isInteger(count) && count >= 1))
    throw badInput(`--shards ${count}: expected a whole number from 1`);
  const repository = await readRepository(engine);
  const services = await choose(engine, repository, options);
  const shared = await openSharedCache(engine, options);
  const [times, here] = await Promise.all([shared?.times(), engine.history?.expected(services)]);
  const expected = services.map(({ name }, at) => times?.[name] ?? here?.[at]);
  return JSON.stringify(FORMS[form](balancedShards(services, expected, count)));
}

const FORMS: Record<MatrixForm, (shards: Shard[]) => unknown> = {
  github: (shards) => ({
    include: shards.map(({ services, expectedMs }, at) => ({
      shard: `${at + 1}/${shards.length}`,
      services: services.join(","),
      seconds: Math.ceil(expectedMs / 1000),
    })),
  }),
  gitlab: (shards) =>
    shards.map(({ services }, at) => ({ SHARD: `${at + 1}/${shards.length}`, SERVICES: services.join(",") })),
};
