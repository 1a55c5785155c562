import type { Detection, Rank } from "./detection.ts";

/** A language that recognises a service. */
export interface Candidate {
  language: string;
  detection: Detection;
}

const RANKS: Rank[] = ["service", "recipe", "tooling"];

/** Where two languages read the same manifest, the first is the one that is meant. */
const OVER: [winner: string, loser: string][] = [["static", "node"]];

/** The candidates that none of the others beats: one, unless the files are truly ambiguous. */
export function strongest(candidates: Candidate[]): Candidate[] {
  const ranked = (rank: Rank) => candidates.filter(({ detection }) => (detection.rank ?? "service") === rank);
  const best = RANKS.map(ranked).find((group) => group.length) ?? [];
  const beaten = (name: string) =>
    OVER.some(([winner, loser]) => loser === name && best.some(({ language }) => language === winner));
  return best.filter(({ language }) => !beaten(language));
}
