import { badInput } from "../failure.ts";
import { suggestion } from "../yaml/nearest.ts";

/** What a tag may be made of, and what each means. */
const VARIABLES = {
  service: "the service's name",
  environment: "the environment",
  version: "the version, or the revision's first 12 digits where there is none",
  revision: "the revision's first 12 digits",
  major: "the version's first number",
  minor: "the version's second number",
  date: "the commit's day in UTC: 20261121",
} as const;

export type Variable = keyof typeof VARIABLES;

/** A tag before it is known what for: literal texts and names of variables. */
export interface Template {
  text: string;
  parts: ({ literal: string } | { variable: Variable })[];
  /** The tag that it makes names one image forever: it holds a version or a revision. */
  immutable: boolean;
}

/** The tags that an image gets where a team names no others. */
export const DEFAULT_TAGS = ["{environment}-{version}", "{environment}"];

/**
 * Reads `{environment}-{version}`.
 *
 * @throws a `Failure` that says what is wrong: an unknown variable, a character that no tag may have.
 */
export function parseTemplate(text: string): Template {
  const parts = text.split(/(\{[^{}]*\})/).flatMap((part): Template["parts"] => {
    if (!part) return [];
    return [/^\{.*\}$/.test(part) ? { variable: variable(part.slice(1, -1)) } : { literal: literal(part) }];
  });
  if (!parts.length) throw badInput("a tag can't be empty");
  const names = parts.map((part) => ("variable" in part ? part.variable : ""));
  return { text, parts, immutable: names.includes("version") || names.includes("revision") };
}

function variable(name: string): Variable {
  if (Object.hasOwn(VARIABLES, name)) return name as Variable;
  throw badInput(`unknown variable {${name}}: ${suggestion(name, Object.keys(VARIABLES))}`);
}

function literal(text: string): string {
  const [wrong] = /[^\w.-]/.exec(text) ?? [];
  if (!wrong) return text;
  const hint = /[{}]/.test(wrong)
    ? "variables are written {version}"
    : "a tag has letters, digits, _ . and -";
  throw badInput(`"${wrong}" can't be in a tag: ${hint}`);
}

/** A list of templates, checked as a whole. */
export function parseTemplates(texts: string[]): Template[] {
  const templates = texts.map(parseTemplate);
  if (!templates.some(({ immutable }) => immutable))
    throw badInput("none of the tags stays: add one with {version} or {revision}");
  return templates;
}
