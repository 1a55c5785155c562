import { dockerfile } from "./dockerfile.ts";
import { go } from "./go.ts";
import { java } from "./java.ts";
import type { Language } from "./language.ts";
import { node } from "./node.ts";
import { python } from "./python.ts";
import { rust } from "./rust.ts";
import { scala } from "./scala.ts";
import { staticSite } from "./static.ts";

/** Every language, in the order in which detection asks them. */
export const LANGUAGES: readonly Language[] = [go, node, python, rust, java, scala, staticSite, dockerfile];

export function languageNamed(name: string): Language {
  const language = LANGUAGES.find((candidate) => candidate.name === name);
  if (!language)
    throw new Error(`no language is called ${name}: there are ${LANGUAGES.map((l) => l.name).join(", ")}`);
  return language;
}
