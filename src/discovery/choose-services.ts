import { RECIPES } from "../detection/recipe/recipe-file.ts";
import { join, relative } from "../files/paths.ts";
import type { Fact } from "../microservice.ts";
import type { Finding } from "./findings.ts";
import type { PassedOver, ServiceLocation } from "./locations.ts";
import { directoryName } from "./names.ts";
import { Programs } from "./programs.ts";
import { pageReason, parentReason, partReason, type Surroundings } from "./reasons.ts";
import { leftReason, recipeReason } from "./recipe-reason.ts";
import type { FoundRecipe } from "./recipes.ts";

/**
 * Decides which of what was found, one in another, are services of their own.
 *
 * @param around every program among the findings.
 * @param passedOver what lies in these is theirs.
 */
export function chooseServices(
  findings: Finding[],
  recipes: FoundRecipe[],
  around: Surroundings,
  passedOver: readonly PassedOver[],
): { places: ServiceLocation[]; passedOver: PassedOver[] } {
  const passed = [...passedOver];
  const isOwn = (directory: string, reason: string | undefined) => {
    if (reason) passed.push({ directory, reason });
    return !reason;
  };
  const wholes = around.programs.all.filter((each) => isOwn(each.directory, parentReason(each, around)));
  const amongWholes = { ...around, programs: new Programs(wholes) };
  const programs = wholes.filter((each) =>
    isOwn(each.directory, partReason(each, amongWholes) ?? leftReason(each, recipes)),
  );
  const amongPrograms = { ...around, programs: new Programs(programs) };
  const all = new Set(around.programs.all.map(({ directory }) => directory));
  const made = recipes.filter((each) => {
    const [directory, reason] = [join(each.file, ".."), recipeReason(each, amongPrograms)];
    // A program's own recipe is told with the program.
    return all.has(directory) ? false : isOwn(directory, reason);
  });
  const taken = [
    ...all,
    ...made.map(({ file }) => join(file, "..")),
    ...around.declared,
    ...passed.map(({ directory }) => directory),
  ];
  const holders = new Set(
    taken.filter((directory) => directory !== "." || programs.some((each) => each.directory === ".")),
  );
  const pages = findings.filter(
    ({ rank, directory }) => rank === "page" && isOwn(directory, pageReason(directory, holders)),
  );
  const places = [...[...programs, ...pages].flatMap(placesOf), ...made.map(recipePlace)];
  return { places: once(places), passedOver: passed };
}

/** One of several programs may have been found by its own Dockerfile, too. */
function once(places: ServiceLocation[]): ServiceLocation[] {
  const known = new Map<string, ServiceLocation>();
  for (const place of places) {
    const key = JSON.stringify([place.directory, place.facts?.map(({ value }) => value)]);
    if (!known.has(key)) known.set(key, place);
  }
  return [...known.values()];
}

/** One, or one for each of its programs. */
function placesOf({ directory, candidates, programs, language }: Finding): ServiceLocation[] {
  if (!programs.length) return [{ directory, name: directoryName(directory), candidates }];
  return programs.map(({ name, directory: own, entrypoint = "", from }) =>
    own
      ? { directory: join(directory, own), name }
      : { directory, name, language, facts: [{ field: "entrypoint", value: entrypoint, from }] },
  );
}

function recipePlace({
  context,
  file,
  name = directoryName(context),
  from,
  language,
}: FoundRecipe): ServiceLocation {
  const value = relative(context, file);
  if (RECIPES.includes(value)) return { directory: context, name };
  const fact: Fact = { field: "entrypoint", value, from: relative(context, from) };
  return { directory: context, name, language, facts: [fact] };
}
