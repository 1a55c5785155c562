/** What a field of a descriptor may hold: drives the parser and the published JSON Schema alike. */
export type Kind = Text | Integer | Truth | Choice | List | Mapping | Fields;

/** Text of a certain form. */
export interface Text {
  kind: "text";
  /** What it is, for `expected …`. */
  what: string;
  /** Source of a regular expression that the whole text matches. */
  pattern: string;
  /** Unquoted numbers (or booleans too) count as the text that they are written as: `1.20` stays `1.20`. */
  scalar?: "number" | "any";
  /** Guesses what was meant by a text that doesn't match, in the descriptor of the service in `directory`. */
  mend?(text: string, directory: string): string | undefined;
  /** What to do where no other text was meant. */
  instead?: string;
  /** Offered by editors. */
  examples?: string[];
}

export interface Integer {
  kind: "integer";
  what: string;
  minimum: number;
  maximum: number;
}

export interface Truth {
  kind: "boolean";
}

export interface Choice {
  kind: "choice";
  values: readonly string[];
}

export interface List {
  kind: "list";
  of: Kind;
  /** Default 0. */
  minimum?: number;
  unique?: boolean;
  /** What to write instead of one text. */
  fromText?(text: string): string;
}

/** Keys of the author's choice. */
export interface Mapping {
  kind: "map";
  key: Text;
  of: Kind;
}

/** Keys of ours. */
export interface Fields {
  kind: "fields";
  fields: Record<string, Field>;
  /** What to say where a text stands instead. */
  instead?(text: string): string;
  /** Exactly one of these must be there. */
  oneOf?: string[];
  /** There are other keys, which somebody else reads. */
  others?: boolean;
}

/** A field's kind, with the sentence that editors show. */
export type Field = Kind & { doc: string };
