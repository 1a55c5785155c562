import type { Detector } from "../detection/detection.ts";
import type { Snapshot } from "../files/snapshot.ts";
import { chooseServices } from "./choose-services.ts";
import type { Build } from "./deployments/deployment.ts";
import { excludedBy } from "./excluded-directories.ts";
import { type Finding, findingOf } from "./findings.ts";
import { type PassedOver, type ServiceLocation, upwardsOf } from "./locations.ts";
import { Programs } from "./programs.ts";
import { recipesOf } from "./recipes.ts";

/** What a search starts from. */
export interface Clues {
  /** Directories with a manifest of a language. */
  manifests: string[];
  /** Directories that are services whatever they hold; what is below them is theirs. */
  declared: ReadonlySet<string>;
  /** What the repository's own deployment files build. */
  images: Build[];
  isExcluded(directory: string): boolean;
}

/** Looks for services in the directories that nobody said anything about. */
export function search(
  snapshot: Snapshot,
  detectors: readonly Detector[],
  { manifests, declared, images, isExcluded }: Clues,
): { places: ServiceLocation[]; passedOver: PassedOver[] } {
  const isOpen = (directory: string) =>
    !isExcluded(directory) && !upwardsOf(directory).some((each) => declared.has(each));
  const open = manifests.filter(isOpen);
  const built = images.filter(({ context, file }) => isOpen(context) && isOpen(directoryOf(file)));
  const named = new Set(built.flatMap(({ context, file }) => [context, directoryOf(file)]));
  const beside = inspect(snapshot, detectors, open, (directory) => named.has(directory));
  // Where there are only examples, they are what there is.
  const { findings, passedOver } =
    beside.findings.length || declared.size ? beside : inspect(snapshot, detectors, open, () => true);
  const recipe = detectors.find(({ ownContext }) => ownContext)?.name;
  const recipes = recipe ? recipesOf(snapshot, findings, built, recipe) : { recipes: [], passedOver: [] };
  const programs = new Programs(findings.filter(({ rank }) => rank === "service"));
  const around = { snapshot, programs, declared, named };
  return chooseServices(findings, recipes.recipes, around, [...passedOver, ...recipes.passedOver]);
}

/** Looks into each directory. @param isNamed whether something says that it is deployed, though it is called an example or a tool. */
function inspect(
  snapshot: Snapshot,
  detectors: readonly Detector[],
  directories: string[],
  isNamed: (directory: string) => boolean,
): { findings: Finding[]; passedOver: PassedOver[] } {
  const findings: Finding[] = [];
  const passedOver = new Map<string, PassedOver>();
  for (const directory of directories) {
    const aside = excludedBy(directory);
    const isAside = aside && !(aside.unlessNamed && isNamed(directory));
    const found = isAside ? aside : findingOf(snapshot, directory, detectors);
    if (!found) continue;
    if ("reason" in found)
      passedOver.set(found.directory, { directory: found.directory, reason: found.reason });
    else findings.push(found);
  }
  return { findings, passedOver: [...passedOver.values()] };
}

function directoryOf(path: string): string {
  return path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : ".";
}
