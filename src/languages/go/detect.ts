import { argumentFacts } from "../../detection/arguments.ts";
import { type Detection, fact, type Overrides, type Question } from "../../detection/detection.ts";
import { recipeOf } from "../../detection/recipe/recipe.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import type { Fact } from "../../microservice.ts";
import { cgoFacts } from "./cgo.ts";
import { absentFaults } from "./generated.ts";
import { importsOf, textsOf } from "./imports.ts";
import { builtMain, mainPackages } from "./mains.ts";
import { type GoModule, goModule, moduleInputs, packagesOf } from "./module.ts";
import { goFiles } from "./named-files.ts";
import { type GoPackage, goPackages } from "./packages.ts";
import { goPort } from "./port.ts";
import { programsOf } from "./programs.ts";
import { importedExtras } from "./system-facts.ts";
import { tagFacts } from "./tags.ts";
import { versionFact } from "./versions.ts";

/** What `$PORT` of a start command is where nothing says it. */
const PORT = 8080;

/** Go: a `go.mod`, a `go.work` over several, or a program of a module above. */
export function detectGo(tree: Snapshot, given: Overrides = {}): Detection | undefined {
  const module = goModule(tree);
  if (!module) return undefined;
  const recipe = recipeOf(tree);
  const own = module.tree.directory === tree.directory ? module.packages : goPackages(tree);
  const mains = mainPackages(tree, own);
  const built = mains.length > 1 && recipe ? builtMain(recipe, mains) : undefined;
  const main = given.entrypoint ?? built?.main ?? (mains.length === 1 ? mains[0] : undefined);
  const packages = main === undefined ? [] : packagesOf(tree, module, main);
  const imports = importsOf(tree, module, packages);
  const inputs = moduleInputs(tree, module, packages);
  const literals = textsOf(tree, module, packages, "literals");
  const ports = goPort(tree, module, literals);
  const start = argumentFacts(tree, given.port ?? (ports[0]?.value as number | undefined) ?? PORT);
  return {
    manifest: module.manifest,
    name: module.tree.directory === tree.directory ? module.name : undefined,
    rank: mains.length || given.entrypoint ? "service" : "tooling",
    facts: [
      ...versionFact(tree, module),
      ...managerFact(module),
      ...workspaceFact(tree, module),
      ...(built
        ? [{ field: "entrypoint" as const, value: built.main, from: built.from }]
        : entrypointFact(tree, own, mains)),
      ...ports,
      ...inputs.facts,
      ...start.facts,
      ...cgoFacts(imports, recipe, given.buildArguments?.CGO_ENABLED),
      ...tagFacts(recipe),
      ...importedExtras(imports, literals),
      ...(main === undefined ? [] : goFiles(tree, module, packages, literals, main)),
    ],
    choices: built ? [] : question(mains),
    programs: mains.length > 1 && !built ? programsOf(tree, mains, module.name) : undefined,
    faults: [...inputs.faults, ...absentFaults(tree, module, packages)],
    warnings: start.warnings,
  };
}

/** Modules that lie in the repository are not downloaded. */
function managerFact({ tree, manifest, work }: GoModule): Fact[] {
  const file = "vendor/modules.txt";
  const place = [tree, ...(work ? [work.place.tree] : [])].find((each) => each.has(file));
  return place
    ? [{ field: "packageManager", value: "vendor", from: manifest.replace(/go\.(mod|work)$/, file) }]
    : [];
}

function workspaceFact(tree: Snapshot, { work }: GoModule): Fact[] {
  if (!work || work.place.tree.directory === tree.directory) return [];
  return [{ field: "workspace", value: work.place.tree.directory, from: work.place.from }];
}

function entrypointFact(tree: Snapshot, packages: GoPackage[], mains: string[]): Fact[] {
  const [only] = mains;
  if (!only || mains.length > 1) return [];
  const files = packages.find(({ path }) => path === only)?.files ?? [];
  const file = files.find(({ path }) => /(^|\/)main\.go$/.test(path)) ?? files[0];
  return [fact(tree, "entrypoint", only, file?.path ?? only)];
}

function question(mains: string[]): Question[] {
  if (mains.length === 1) return [];
  return [{ field: "entrypoint", values: mains, expected: "main.go or cmd/NAME/main.go" }];
}
