import type { Snapshot } from "../files/snapshot.ts";

/** Files that tell a language which there is none of here, the surest first. */
const FOREIGN: [name: RegExp, language: string][] = [
  [/^composer\.json$/, "PHP"],
  [/^(Gemfile|config\.ru)$/, "Ruby"],
  [/^[^/]+\.(csproj|fsproj|sln|slnx)$/, ".NET"],
  [/^mix\.exs$/, "Elixir"],
  [/^Package\.swift$/, "Swift"],
  [/^build\.zig$/, "Zig"],
  [/^(stack\.yaml|[^/]+\.cabal)$/, "Haskell"],
  [/^(CMakeLists\.txt|meson\.build|configure\.ac|[^/]+\.(c|cc|cpp|cxx))$/, "C or C++"],
];

/** The file and its language, of a directory that only a Dockerfile can build. */
export function foreignLanguage(tree: Snapshot): { file: string; language: string } | undefined {
  for (const [name, language] of FOREIGN) {
    const [file] = tree.find(name);
    if (file) return { file, language };
  }
  return undefined;
}
