import * as text from "../descriptor/text.ts";
import { SERVICES } from "../discovery/service-patterns.ts";
import { Failure } from "../failure.ts";
import type { Fault, Position } from "../yaml/fault.ts";
import { parseFile } from "../yaml/file.ts";
import type { Fields, Text } from "../yaml/kinds.ts";
import { jsonSchema } from "../yaml/schema.ts";
import { CI, CI_DEFAULTS, type CiSettings } from "./ci-settings.ts";
import { parseDestination } from "./reference.ts";
import { DEFAULT_TAGS, parseTemplates, type Template } from "./template.ts";

/** Name of the file that says where a repository's images go; at the source root, optional. */
export const SETTINGS_FILE = "multistage.yaml";

/** What `multistage.yaml` says. */
export interface PublishSettings {
  /** HOST/PREFIX for every environment that has none of its own. */
  registry?: string;
  /** Web address of the sources, where no git remote tells. */
  source?: string;
  /** Templates of tags; {@link DEFAULT_TAGS} by default. */
  tags?: string[];
  /** HOST/PREFIX of the shared cache; beside the images by default. */
  cache?: string;
  environments?: Record<string, { registry?: string }>;
  /** What CI files are written from; {@link ciOf} fills in the rest. */
  ci?: Partial<CiSettings>;
}

const registry: Text = {
  kind: "text",
  what: "a registry and a prefix, such as registry.example/team",
  pattern: "^[^\\s]+$",
  mend: (text) => text.trim(),
};

/** Every field of `multistage.yaml`. */
export const SETTINGS: Fields = {
  kind: "fields",
  fields: {
    registry: { ...registry, doc: "Where images go: HOST/PREFIX." },
    source: {
      kind: "text",
      what: "a web address",
      pattern: "^https?://[^\\s]+$",
      doc: "Web address of the sources, where no git remote tells.",
    },
    tags: {
      kind: "list",
      of: text.anyText,
      minimum: 1,
      unique: true,
      doc: `Templates of tags; ${DEFAULT_TAGS.join(" and ")} by default.`,
    },
    cache: {
      ...registry,
      what: "a registry and a repository, such as registry.example/team/cache",
      doc: "Where the shared cache is: HOST/PREFIX; REGISTRY/cache by default.",
    },
    services: SERVICES,
    environments: {
      kind: "map",
      key: text.environmentName,
      of: {
        kind: "fields",
        fields: { registry: { ...registry, doc: "Where this environment's images go." } },
      },
      doc: "Differences by environment.",
    },
    ci: CI,
  },
};

/** The JSON Schema of `multistage.yaml`, from the table that its parser follows. */
export function settingsSchema() {
  return jsonSchema(SETTINGS, {
    title: "multistage settings",
    description: "multistage.yaml: where a repository's images go and how they are tagged.",
  });
}

/** Reads `multistage.yaml` and finds every fault in it in one go; an absent file says nothing. */
export function parseSettings(content: string | undefined): { settings: PublishSettings; faults: Fault[] } {
  if (content === undefined) return { settings: {}, faults: [] };
  const { value, at, faults } = parseFile<PublishSettings>(SETTINGS, SETTINGS_FILE, content);
  return { settings: value, faults: faults.length ? faults : meaningFaults(value, at) };
}

/** The registry of an environment, or undefined where the file names none. */
export function registryOf(
  { registry, environments }: PublishSettings,
  environment: string,
): string | undefined {
  return (
    (environments && Object.hasOwn(environments, environment) && environments[environment]?.registry) ||
    registry
  );
}

/** What CI files are written from. */
export function ciOf({ ci }: PublishSettings): CiSettings {
  return { ...CI_DEFAULTS, ...ci };
}

/** The templates of tags. */
export function templatesOf({ tags = DEFAULT_TAGS }: PublishSettings): Template[] {
  return parseTemplates(tags);
}

type At = (...path: (string | number)[]) => Position | undefined;

/** Faults of what the texts mean, each at its place. */
function meaningFaults({ registry, cache, environments, tags }: PublishSettings, at: At): Fault[] {
  const registries = [
    { text: registry, place: at("registry") },
    { text: cache, place: at("cache") },
    ...Object.entries(environments ?? {}).map(([name, { registry }]) => ({
      text: registry,
      place: at("environments", name, "registry"),
    })),
  ];
  const wrong = registries.flatMap(({ text, place }) =>
    text === undefined ? [] : faultOf(() => parseDestination(text), place),
  );
  const single = (tags ?? []).flatMap((tag, index) =>
    faultOf(() => parseTemplates([tag, "{version}"]), at("tags", index)),
  );
  const all = tags && !single.length ? faultOf(() => parseTemplates(tags), at("tags")) : [];
  return [...wrong, ...single, ...all];
}

function faultOf(check: () => unknown, place: Position | undefined): Fault[] {
  try {
    check();
    return [];
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return [{ file: SETTINGS_FILE, ...place, message: error.message }];
  }
}
