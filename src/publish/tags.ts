import { badInput } from "../failure.ts";
import { type Facts, shortRevision, timestamp } from "./facts.ts";
import { DEFAULT_TAGS, parseTemplates, type Template, type Variable } from "./template.ts";
import { parseVersion } from "./versions.ts";

/** The tags of one published image. */
export interface Tags {
  /** Name this image forever: moving one is refused. */
  immutable: string[];
  /** Name the newest image of their kind. */
  moving: string[];
}

export interface TagOptions {
  /** {@link DEFAULT_TAGS} by default. */
  templates?: Template[];
  /** Also `latest`. */
  latest?: boolean;
}

/** What a registry takes as a tag. */
const TAG = /^[A-Za-z0-9_][\w.-]{0,127}$/;

/** Whether a value can be a tag. */
export function isTag(value: unknown): value is string {
  return typeof value === "string" && TAG.test(value);
}

/**
 * The tags that a service's image gets: a function of facts alone.
 *
 * Tags of a dirty tree end in `-dirty` and may move, since the revision doesn't tell what they hold.
 *
 * @throws a `Failure` where a tag would be longer than 128 characters, begin wrongly, where one tag
 * would both stay and move, or where there is none.
 */
export function tagsOf(service: string, facts: Facts, options: TagOptions = {}): Tags {
  const { templates = parseTemplates(DEFAULT_TAGS), latest = false } = options;
  const made = templates.flatMap(({ parts, immutable }) => {
    const texts = parts.map((part) =>
      "literal" in part ? part.literal : value(part.variable, service, facts),
    );
    return texts.includes(undefined) ? [] : [{ tag: texts.join(""), immutable }];
  });
  const marked = made.map(({ tag, immutable }) =>
    immutable && facts.dirty ? { tag: `${tag}-dirty`, immutable: false } : { tag, immutable },
  );
  const tags = [...marked, ...(latest ? [{ tag: "latest", immutable: false }] : [])];
  if (!tags.length)
    throw badInput("no template of `tags:` in multistage.yaml makes a tag: say --version, or --revision");
  for (const { tag } of tags) checkTag(tag);
  const of = (kind: boolean) => [
    ...new Set(tags.filter((it) => it.immutable === kind).map(({ tag }) => tag)),
  ];
  const both = of(true).find((tag) => of(false).includes(tag));
  if (both) throw badInput(`the tag ${both} would both stay and move: change \`tags:\` in multistage.yaml`);
  return { immutable: of(true), moving: of(false) };
}

function checkTag(tag: string): void {
  if (tag.length > 128)
    throw badInput(`the tag ${tag} has ${tag.length} characters, and 128 is the most: shorten the version`);
  if (!isTag(tag)) throw badInput(`"${tag}" can't be a tag: letters, digits, _ . and -, and no . or - first`);
}

/** Undefined where the facts don't have it: then there is no such tag. */
function value(name: Variable, service: string, facts: Facts): string | undefined {
  const revision = facts.revision && shortRevision(facts.revision);
  const version = facts.version === undefined ? undefined : parseVersion(facts.version);
  const released = version?.prerelease === "" ? version.numbers : [];
  switch (name) {
    case "service":
      return service;
    case "environment":
      return facts.environment;
    case "version":
      return facts.version === undefined ? revision : versionText(facts.version);
    case "revision":
      return revision;
    case "major":
      return released[0]?.toString();
    case "minor":
      return released[1]?.toString();
    case "date":
      return facts.created ? timestamp(facts.created).slice(0, 10).replaceAll("-", "") : undefined;
  }
}

/** A version's `+` can't be in a tag; `_` can, and no version has one. */
function versionText(version: string): string {
  return version.replace("+", "_");
}
