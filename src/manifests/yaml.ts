import { documentsIn } from "../yaml/documents.ts";

/** What a YAML file of another tool's says, a value for each document; what can't be read says nothing: that tool judges it. */
export function yamlValues(text: string | undefined): unknown[] {
  return documentsIn(text ?? "").documents.flatMap((document) => {
    try {
      return document.errors.length ? [] : [document.toJS() as unknown];
    } catch {
      // Aliases that stand for more than a file may hold.
      return [];
    }
  });
}

/** A field of a value that may be anything. */
export function fieldOf(value: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>(
    (at, name) =>
      typeof at === "object" && at !== null && Object.hasOwn(at, name)
        ? (at as Record<string, unknown>)[name]
        : undefined,
    value,
  );
}

/** Its items; none where it is no list. */
export function itemsOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Its own entries; none where it has no fields. */
export function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}

/** The value, where it is text. */
export function asText(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
