import { filesRead, sourcesRead } from "../discovery/files-read.ts";
import { dockerfile } from "./dockerfile/recipe.ts";
import { go } from "./go/recipe.ts";
import { java } from "./java/recipe.ts";
import type { Language } from "./language.ts";
import { node } from "./node/recipe.ts";
import { python } from "./python/recipe.ts";
import { rust } from "./rust/recipe.ts";
import { scala } from "./scala/recipe.ts";
import { staticSite } from "./static/recipe.ts";

/** Every language, in the order in which detection asks them. */
export const LANGUAGES: readonly Language[] = [go, node, python, rust, java, scala, staticSite, dockerfile];

/** Globs of the files whose texts the languages above, and descriptors, read. */
export const READ = [...filesRead(LANGUAGES), ...sourcesRead(LANGUAGES)];

export function languageNamed(name: string, languages = LANGUAGES): Language {
  const language = languages.find((candidate) => candidate.name === name);
  if (!language)
    throw new Error(`no language is called ${name}: there are ${languages.map((l) => l.name).join(", ")}`);
  return language;
}
