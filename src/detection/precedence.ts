import type { Snapshot } from "../files/snapshot.ts";
import type { Detection, Detector, Overrides, Rank } from "./detection.ts";

/** A language that recognises a service. */
export interface Candidate {
  language: Detector;
  detection: Detection;
}

/** Every language that recognises a directory. */
export function candidatesOf(
  tree: Snapshot,
  detectors: readonly Detector[],
  given: Overrides = {},
): Candidate[] {
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
  const left = best.filter(({ language }) => !beaten.includes(language.name));
  const [recipe] = ranked("recipe");
  return recipe && left.every(isStuck) ? [instead(recipe, left)] : left;
}

/** Nothing tells what it starts, or its language can't build it as it is. */
function isStuck({ detection: { rank = "service", choices = [], leftToRecipe } }: Candidate): boolean {
  const isOpen = choices.some(
    ({ field, values }) => (field === "entrypoint" || field === "command") && !values.length,
  );
  return rank === "service" && (leftToRecipe === true || isOpen);
}

/** A Dockerfile says what it starts, and brings what it needs: it is built as it is, and why is told. */
function instead(recipe: Candidate, [stuck]: Candidate[]): Candidate {
  if (!stuck) return recipe;
  const { language, detection } = stuck;
  const message = `is built as it is: ${detection.manifest} doesn't say what starts`;
  const warning = {
    file: recipe.detection.manifest,
    message: detection.leftToRecipe ? `is built as it is: no base can build ${detection.manifest}` : message,
    hint: `say \`language: ${language.name}\` in service.yaml to build it without`,
  };
  const warnings = [...(recipe.detection.warnings ?? []), warning];
  return { ...recipe, detection: { ...recipe.detection, warnings } };
}
