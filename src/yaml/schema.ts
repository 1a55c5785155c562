import type { Fields, Kind, List, Mapping, Text } from "./kinds.ts";

/** A JSON Schema, or a part of one. */
export type Schema = Record<string, unknown>;

/** The JSON Schema (draft 7, which editors know) of a file that a table of fields describes. */
export function jsonSchema(fields: Fields, about: { title: string; description: string }): Schema {
  return { $schema: "http://json-schema.org/draft-07/schema#", ...about, ...schemaOf(fields) };
}

function schemaOf(kind: Kind): Schema {
  switch (kind.kind) {
    case "text":
      return textSchema(kind);
    case "integer":
      return { type: "integer", minimum: kind.minimum, maximum: kind.maximum };
    case "boolean":
      return { type: "boolean" };
    case "choice":
      return { enum: [...kind.values] };
    case "list":
      return listSchema(kind);
    case "map":
      return mapSchema(kind);
    case "fields":
      return fieldsSchema(kind);
  }
}

/** A pattern binds strings only, so numbers need a bound of their own. */
function textSchema({ pattern, scalar, examples }: Text): Schema {
  const open = pattern === "^[\\s\\S]*$";
  const types = { number: ["string", "number"], any: ["string", "number", "boolean"] };
  return {
    type: scalar ? types[scalar] : "string",
    ...(open ? {} : { pattern }),
    ...(scalar === "number" ? { minimum: 0 } : {}),
    ...(examples ? { examples } : {}),
  };
}

function listSchema({ of, minimum, unique }: List): Schema {
  return {
    type: minimum ? "array" : ["array", "null"],
    items: schemaOf(of),
    ...(minimum ? { minItems: minimum } : {}),
    ...(unique ? { uniqueItems: true } : {}),
  };
}

function mapSchema({ key, of }: Mapping): Schema {
  return {
    type: ["object", "null"],
    propertyNames: { pattern: key.pattern },
    additionalProperties: schemaOf(of),
  };
}

function fieldsSchema({ fields, oneOf }: Fields): Schema {
  const properties = Object.entries(fields).map(([name, field]) => [
    name,
    { description: field.doc, ...schemaOf(field) },
  ]);
  return {
    type: oneOf ? "object" : ["object", "null"],
    additionalProperties: false,
    properties: Object.fromEntries(properties),
    ...(oneOf ? { oneOf: oneOf.map((name) => ({ required: [name] })) } : {}),
  };
}
