import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { isIgnored } from "../../src/descriptor/is-ignored.ts";
import { resolve } from "../../src/descriptor/resolve.ts";
import { LANGUAGES } from "../../src/languages/table.ts";
import type { Microservice } from "../../src/microservice.ts";
import { type Affected, affectedBy } from "../../src/pipeline/affected.ts";
import { badInput } from "../../src/report/failure.ts";
import { contentsDigest } from "./contents.ts";
import { cacheDir } from "./paths.ts";
import { changedSince, snapshotAt } from "./since.ts";
import type { Source } from "./source.ts";
import { placeFile, readJson } from "./store.ts";

/** Where git isn't at hand, what the last run built is what is compared with. */
export const LAST_RUN = "last-run";

/**
 * The services that changed since a git reference, each with the reason.
 *
 * @param since a commit, branch or tag; `last-run` compares contents with those of the last run, which is
 * also what happens outside git.
 */
export async function affectedSince(
  source: Source,
  services: Microservice[],
  since: string,
): Promise<Affected[]> {
  if (since !== LAST_RUN && source.git) return affectedInGit(source, services, since);
  if (since !== LAST_RUN)
    throw badInput(`${source.root} is no git repository`, `--affected-since ${LAST_RUN} compares contents`);
  const last = await lastContents(source);
  return services.flatMap((service) => {
    const known = last[service.name];
    if (known === contentsDigest(source, service)) return [];
    return [
      {
        name: service.name,
        reason: known ? "its contents changed since the last run" : "no run has built it",
      },
    ];
  });
}

async function affectedInGit({ root }: Source, services: Microservice[], since: string): Promise<Affected[]> {
  const { base, changed } = await changedSince(root, since);
  const read = changed.filter((path) => !isIgnored(path));
  if (!read.length) return [];
  return affectedBy(services, read, resolve(await snapshotAt(root, base), LANGUAGES).services);
}

/** Remembers what each service's contents were when it was built. */
export async function rememberContents(source: Source, services: Microservice[]): Promise<void> {
  const built = services.map((service) => [service.name, contentsDigest(source, service)]);
  const contents = { ...(await lastContents(source)), ...Object.fromEntries(built) };
  await placeFile(memory(source), (path) => writeFile(path, JSON.stringify(contents)));
}

async function lastContents(source: Source): Promise<Record<string, string>> {
  return (await readJson(memory(source))) ?? {};
}

function memory({ root }: Source): string {
  return cacheDir("contents", createHash("sha256").update(root).digest("hex").slice(0, 16));
}
