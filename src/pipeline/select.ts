import { badInput } from "../failure.ts";
import type { Microservice } from "../microservice.ts";
import { listed, nearest } from "../yaml/nearest.ts";

/** Which services a run is about; each part narrows what the one before left. */
export interface Selection {
  /** Names; all without. */
  only?: string[];
  /** Names to leave out. */
  exclude?: string[];
  /** Names that changed: what `--affected-since` found. */
  affected?: string[];
  /** `2/4`: the second of four parts of about equal length. */
  shard?: string;
}

/**
 * The services of a run, and what they need first, by name.
 *
 * @throws a `Failure` for an unknown name (with the nearest one), for one to leave out that another needs, and
 * for a shard that isn't `i/n`.
 */
export function select(
  services: Microservice[],
  { only, exclude = [], affected, shard }: Selection,
): Microservice[] {
  const names = services.map(({ name }) => name);
  for (const name of [...(only ?? []), ...exclude]) refuseUnknown(name, names);
  const wanted = names.filter((name) => (only ?? names).includes(name) && !exclude.includes(name));
  const changed = affected ? wanted.filter((name) => affected.includes(name)) : wanted;
  const part = shard ? sharded(changed, shard) : changed;
  const closed = withNeeds(services, part);
  const chosen = services.filter(({ name }) => closed.has(name));
  refuseNeeded(chosen, exclude);
  return chosen;
}

/** It can't be built without what it needs, and built all the same is not what was asked. */
function refuseNeeded(chosen: Microservice[], exclude: string[]): void {
  const needing = chosen.filter(({ name }) => !exclude.includes(name));
  const pairs = needing.flatMap(({ name, needs }) =>
    needs.filter((needed) => exclude.includes(needed)).map((needed) => [name, needed]),
  );
  if (!pairs.length) return;
  const said = pairs.map(([name, needed]) => `${name} needs ${needed}`).join(", ");
  const more = [...new Set([...exclude, ...pairs.flatMap(([name = ""]) => name)])].join(",");
  throw badInput(`--exclude ${exclude.join(",")}: ${said}: leave that out, too: --exclude ${more}`);
}

function refuseUnknown(name: string, names: string[]): void {
  if (names.includes(name)) return;
  const near = nearest(name, names);
  throw badInput(
    `there is no service "${name}"${near ? `: did you mean "${near}"?` : `: there are ${listed(names)}`}`,
  );
}

/** Every n-th name: neighbours are often alike, so that parts are about equally slow. */
function sharded(names: string[], shard: string): string[] {
  const [, index, count] = /^(\d+)\/(\d+)$/.exec(shard) ?? [];
  const [part, parts] = [Number(index), Number(count)];
  if (!(part >= 1 && part <= parts))
    throw badInput(`--shard ${shard}: expected i/n with 1 ≤ i ≤ n, such as 2/4`);
  return names.filter((_, at) => at % parts === part - 1);
}

function withNeeds(services: Microservice[], names: string[]): Set<string> {
  const closed = new Set<string>();
  const add = (name: string): void => {
    if (closed.has(name)) return;
    closed.add(name);
    for (const needed of services.find((service) => service.name === name)?.needs ?? []) add(needed);
  };
  names.forEach(add);
  return closed;
}
