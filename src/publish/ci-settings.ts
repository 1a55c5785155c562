import * as text from "../descriptor/text.ts";
import type { Field } from "../yaml/kinds.ts";

/** What `ci` of `multistage.yaml` says, with every default filled in. */
export interface CiSettings {
  /** The branch whose pushes are published. */
  branch: string;
  /** Pattern of the tags that promote. */
  tags: string;
  /** The environment that a push to the branch is published to. */
  publish: string;
  /** The environment that a tag promotes to. */
  promote: string;
  /** Somebody must agree before a tag promotes. */
  approval: boolean;
  /** Most jobs that services are spread over, of a pull request and of a push to the branch. */
  shards: number;
  /** Images of a pull request whose services say what they expect are started, and asked. */
  verify: boolean;
}

export const CI_DEFAULTS: CiSettings = {
  branch: "main",
  tags: "v*",
  publish: "testing",
  promote: "production",
  approval: false,
  shards: 1,
  verify: true,
};

/** More parts than any provider starts at once. */
const MOST_SHARDS = 50;

const environment: Field = { ...text.environmentName, doc: "" };

/** `ci` of `multistage.yaml`. */
export const CI: Field = {
  kind: "fields",
  fields: {
    branch: {
      kind: "text",
      what: "a branch's name: letters, digits and . _ - /",
      pattern: "^[A-Za-z0-9]([A-Za-z0-9._/-]*[A-Za-z0-9])?$",
      doc: "The branch whose pushes are published; main by default.",
    },
    tags: {
      kind: "text",
      what: "a tag's name or its beginning with * after it, such as v*",
      pattern: "^[A-Za-z0-9][A-Za-z0-9._/-]*\\*?$",
      doc: "The tags that promote; v* by default.",
    },
    publish: {
      ...environment,
      doc: "The environment that a push to the branch is published to; testing by default.",
    },
    promote: { ...environment, doc: "The environment that a tag promotes to; production by default." },
    approval: { kind: "boolean", doc: "Whether somebody must agree before a tag promotes; not by default." },
    shards: {
      kind: "integer",
      what: "a whole number",
      minimum: 1,
      maximum: MOST_SHARDS,
      doc: "Jobs that services are spread over, of a pull request and of a push to the branch; 1 by default.",
    },
    verify: {
      kind: "boolean",
      doc: "Whether images of a pull request whose services say `expect` are started and asked; they are by default.",
    },
  },
  doc: "What `multistage ci` writes for a CI provider.",
};
