import type { Snapshot } from "../files/snapshot.ts";
import type { Detection, Detector, Given, Rank } from "./detection.ts";

/** A language that recognises a service. */
export interface Candidate {
  language: Detector;
  detection: Detection;
}

/** Every language that recognises a directory. */
export function candidatesOf(tree: Snapshot, detectors: readonly Detector[], given: Given = {}): Candidate[] {
  return detectors.flatMap((language) => {
    const detection = language.detect(tree, given);
    return detection ? [{ language, detection }] : [];
  });
}

const RANKS: Rank[] = ["service", "recipe", "tooling", "page"];

/** The candidates that none of the others beats: one, unless the files are truly ambiguous. */
export function strongest(candidates: Candidate[]): Candidate[] {
  const ranked = (rank: Rank) => candidates.filter(({ detection }) => (detection.rank ?? "service") === rank);
  const best = RANKS.map(ranked).find((group) => group.length) ?? [];
  const beaten = best.flatMap(({ language }) => language.over ?? []);
  return best.filter(({ language }) => !beaten.includes(language.name));
}
