import type { Detection, Detector, Program } from "../detection/detection.ts";
import { type Candidate, candidatesOf, strongest } from "../detection/precedence.ts";
import { guessedContext } from "../detection/recipe/build-context.ts";
import { join } from "../files/paths.ts";
import type { Snapshot } from "../files/snapshot.ts";
import { excludedBy } from "./excluded-directories.ts";
import type { PassedOver } from "./locations.ts";

/** A directory whose files make something that could be deployed. */
export interface Finding {
  directory: string;
  /** What it was found to be: several where the files are ambiguous. */
  candidates: Candidate[];
  /** The first of them. */
  language: string;
  detection: Detection;
  /** A program, a container's recipe alone, or pages alone. */
  rank: "service" | "recipe" | "page";
  /** Nothing about what is started is left open. */
  isClear: boolean;
  /** Those of its programs that are services, where it makes several. */
  programs: Program[];
  /** Where its one entry point was read, relative to the source root. */
  entry?: string;
}

/** Directories that hold a manifest of a language, as far as names tell. */
export function manifestDirectories(snapshot: Snapshot, detectors: readonly Detector[]): string[] {
  const found = new Set<string>();
  for (const manifest of new Set(detectors.flatMap(({ manifests }) => manifests))) {
    const name = manifest.slice(manifest.lastIndexOf("/") + 1);
    for (const path of snapshot.named(name))
      if (path === manifest || path.endsWith(`/${manifest}`))
        found.add(path === manifest ? "." : path.slice(0, -manifest.length - 1));
  }
  return [...found];
}

/** What a directory's files make, or why that is nothing to deploy. */
export function findingOf(
  snapshot: Snapshot,
  directory: string,
  detectors: readonly Detector[],
): Finding | PassedOver | undefined {
  const tree = snapshot.under(directory);
  const all = candidatesOf(tree, detectors);
  const candidates = strongest(all.filter((each) => all.length === 1 || isWhole(snapshot, directory, each)));
  const [first] = candidates;
  if (!first) return undefined;
  const { language, detection } = first;
  const { manifest, excluded: aside, choices = [] } = detection;
  const said = detection.facts.find(({ field }) => field === "entrypoint");
  if (detection.rank === "tooling" && !said) return { directory, reason: `${manifest} starts nothing` };
  const rank = detection.rank === "tooling" ? "page" : (detection.rank ?? "service");
  // What has a Dockerfile is deployed.
  if (aside && !all.some((each) => each.detection.rank === "recipe")) return { directory, reason: aside };
  const entry = said && join(directory, said.from.replace(/:\d+$/, ""));
  // A file may be hidden and say it all the same: `.eleventy.js`, `.env`.
  if (entry && rank === "service" && excludedBy(join(entry, "..")) && !excludedBy(directory))
    return { directory, reason: `${manifest} starts only ${said.value}` };
  const programs = programsOf(directory, detection);
  const isOpen = choices.some(({ field }) => field === "entrypoint" || field === "command");
  const isClear = candidates.length === 1 && (!isOpen || programs.length > 0);
  return { directory, candidates, language: language.name, detection, rank, isClear, programs, entry };
}

/** False for a Dockerfile that copies what is made elsewhere: it builds nothing in another's place. */
function isWhole(
  snapshot: Snapshot,
  directory: string,
  { detection: { rank, manifest } }: Candidate,
): boolean {
  return rank !== "recipe" || guessedContext(snapshot, join(directory, manifest)) !== undefined;
}

/** Programs that lie where no services are looked for are none, unless the whole lies there. */
function programsOf(directory: string, { programs = [] }: Detection): Program[] {
  return excludedBy(directory) ? programs : programs.filter(({ from }) => !excludedBy(from));
}
