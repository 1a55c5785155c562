import { fact, type Overrides, type Question } from "../../detection/detection.ts";
import type { Recipe } from "../../detection/recipe/recipe.ts";
import { join, relative } from "../../files/paths.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import type { Fact } from "../../microservice.ts";
import { CARGO, type Crate } from "./cargo.ts";

/** A program that crates make, and the one of them that does. */
export interface Binary {
  name: string;
  crate: Crate;
}

function binariesOf(crates: Crate[]): Binary[] {
  const all = crates.flatMap((crate) => crate.binaries.map((name) => ({ name, crate })));
  return [...new Map(all.map((binary) => [binary.name, binary])).values()];
}

/** The program that is meant: by the descriptor, by `default-run`, by a recipe, or as the only one. */
export function chosenBinary(
  tree: Snapshot,
  crates: Crate[],
  recipe: Recipe | undefined,
  given: Overrides,
): { binary?: Binary; facts: Fact[]; choices: Question[] } {
  const all = binariesOf(crates);
  const named = (name: string | undefined) => all.find((binary) => binary.name === name);
  const preferred = crates[0]?.toml.get("package", "default-run");
  const built = all.length > 1 && recipe ? builtBinary(recipe, all) : undefined;
  if (given.entrypoint) return { binary: named(given.entrypoint), facts: [], choices: [] };
  if (preferred) {
    const value = preferred.values[0] as string;
    return {
      binary: named(value),
      facts: [fact(tree, "entrypoint", value, CARGO, preferred.line)],
      choices: [],
    };
  }
  if (built)
    return {
      binary: built.binary,
      facts: [{ field: "entrypoint", value: built.binary.name, from: built.from }],
      choices: [],
    };
  // What cargo builds at a workspace's root that is a package itself.
  const own = binariesOf(crates.slice(0, 1));
  const meant = own.length ? own : all;
  const [only] = meant;
  if (!only || meant.length > 1)
    return {
      facts: [],
      choices: [
        {
          field: "entrypoint",
          values: meant.map(({ name }) => name),
          expected: "src/main.rs, src/bin/NAME.rs or [[bin]]",
        },
      ],
    };
  const file = relative(tree.directory, join(only.crate.tree.directory, CARGO));
  const line = only.crate.toml.get("package", "name")?.line;
  return { binary: only, facts: [fact(tree, "entrypoint", only.name, file, line)], choices: [] };
}

/** `cargo build --bin api`, `-p api`, or `COPY --from=build /app/target/release/api`. */
function builtBinary(
  { file, stages, image }: Recipe,
  all: Binary[],
): { binary: Binary; from: string } | undefined {
  const said = [
    ...stages.flatMap(({ runs }) => runs.map(({ value, line }) => ({ text: value, line }))),
    ...image.copies.map(({ sources, line }) => ({ text: sources.join(" "), line })),
  ];
  for (const { text, line } of said) {
    const names = [...text.matchAll(/(?:--bin[ =]|(?:-p|--package)[ =]|release\/)([\w-]+)/g)].map(
      ([, name]) => name,
    );
    const binary = all.find(
      ({ name, crate }) =>
        names.includes(name) || (names.includes(crate.name ?? "") && crate.binaries.length === 1),
    );
    if (binary) return { binary, from: `${file}:${line}` };
  }
  return undefined;
}

/** Features without which a program isn't compiled, and those that a recipe names. */
export function featureFacts(tree: Snapshot, { name, crate }: Binary, recipe: Recipe | undefined): Fact[] {
  const table = crate.toml
    .all("bin")
    .find(({ entries }) => entries.some(({ key, values }) => key === "name" && values[0] === name));
  const required = table?.entries.find(({ key }) => key === "required-features");
  const file = relative(tree.directory, join(crate.tree.directory, CARGO));
  const said = recipe?.stages
    .flatMap(({ runs }) => runs)
    .find(({ value }) => /\bcargo\s+(build|install)[^;&|]*--features[ =]/.test(value));
  const names =
    /--features[ =]["']?([\w\-/]+(?:[ ,][\w\-/]+)*)["']?/.exec(said?.value ?? "")?.[1]?.split(/[ ,]+/) ?? [];
  return [
    ...(required?.values.length
      ? [{ field: "features" as const, value: required.values, from: `${file}:${required.line}` }]
      : []),
    ...(said && names.length
      ? [{ field: "features" as const, value: names, from: `${recipe?.file}:${said.line}` }]
      : []),
  ];
}
