import { join, relative } from "../../files/paths.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import { yamlValues } from "../../manifests/yaml.ts";

/** Where frameworks look for their settings, the one that has the last word first. */
const FILES = [
  ...["config/application", "src/main/resources/config/application", "src/main/resources/application"],
  ...["src/main/resources/bootstrap"],
].flatMap((file) => [`${file}.properties`, `${file}.yml`, `${file}.yaml`]);

/** A setting of a module's application.properties or application.yml, as seen from the service. */
export interface ApplicationSetting {
  /** `${PORT:8080}` is `8080`. */
  value: string;
  file: string;
  line?: number;
}

/**
 * The first of some settings that a module's own files say, for its profile of production where they tell profiles apart.
 *
 * @param keys dotted: `server.port`.
 */
export function applicationSetting(
  tree: Snapshot,
  module: Snapshot,
  keys: string[],
): ApplicationSetting | undefined {
  for (const file of FILES) {
    const text = module.text(file);
    if (text === undefined) continue;
    const seen = relative(tree.directory, join(module.directory, file));
    const said = file.endsWith(".properties") ? ofProperties(text, keys) : ofYaml(text, keys);
    if (said) return { ...said, file: seen };
  }
  return undefined;
}

type Said = Pick<ApplicationSetting, "value" | "line">;

function ofProperties(text: string, keys: string[]): Said | undefined {
  const lines = text.split("\n").map((line) => /^\s*([^\s#!=:]+)\s*[=:](.*)$/.exec(line.trim()));
  for (const key of keys.flatMap((name) => [`%prod.${name}`, name])) {
    const index = lines.findLastIndex((found) => found?.[1] === key);
    const value = defaulted(lines[index]?.[2]?.trim());
    if (value) return { value, line: index + 1 };
  }
  return undefined;
}

/** Spring's files may hold several documents: the first is the one without a profile. */
function ofYaml(text: string, keys: string[]): Said | undefined {
  const [first = ""] = text.split(/^---\s*$/m).filter((part) => part.trim());
  const [document] = yamlValues(first.replace(/@[\w.-]+@/g, "0"));
  for (const key of keys.flatMap((name) => [`"%prod".${name}`, name])) {
    const value = defaulted(at(document, key.replaceAll('"', "").split(".")));
    const last = key.slice(key.lastIndexOf(".") + 1);
    if (value) return { value, line: lineOf(text, new RegExp(`^\\s*(?:[\\w.-]+\\.)?${last}\\s*:`)) };
  }
  return undefined;
}

/** `server: { port: 1 }`, `server.port: 1`, and what lies between. */
function at(document: unknown, path: string[]): string | undefined {
  if (!path.length) return typeof document === "object" ? undefined : String(document);
  if (typeof document !== "object" || document === null) return undefined;
  for (let length = path.length; length > 0; length -= 1) {
    const below = (document as Record<string, unknown>)[path.slice(0, length).join(".")];
    const found = below === undefined ? undefined : at(below, path.slice(length));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A placeholder's default, five of them in each other at most: `${A:${B:80}}` is `80`, `${A}` is nothing. */
function defaulted(value: string | undefined, depth = 5): string | undefined {
  if (!value?.startsWith("${")) return value || undefined;
  const colon = value.indexOf(":");
  return colon < 0 || !value.endsWith("}") || depth === 0
    ? undefined
    : defaulted(value.slice(colon + 1, -1), depth - 1);
}

function lineOf(text: string, pattern: RegExp): number | undefined {
  const index = text.split("\n").findIndex((line) => pattern.test(line));
  return index < 0 ? undefined : index + 1;
}
