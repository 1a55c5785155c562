import type { EnvironmentSettings, Expectation, Extra, SystemPackages } from "../microservice.ts";
import type { ParsedFile } from "../yaml/file.ts";

/** What a `service.yaml` says, as far as it says it without a fault. */
export interface Descriptor {
  name?: string;
  language?: string;
  version?: string;
  packageManager?: string;
  entrypoint?: string;
  context?: string;
  command?: string[];
  test?: string[];
  lint?: string[];
  port?: number;
  bundle?: boolean;
  extras?: Extra[];
  packages?: Partial<SystemPackages>;
  files?: string[];
  inputs?: string[];
  needs?: string[];
  buildArguments?: Record<string, string>;
  variables?: Record<string, string>;
  labels?: Record<string, string>;
  secrets?: string[];
  git?: Record<string, string>;
  /** As written: `12 MB`. */
  budget?: string;
  startCheck?: boolean;
  cache?: "shared" | "private";
  environments?: Record<string, Partial<EnvironmentSettings>>;
  expect?: Partial<Expectation>[];
}

/** A descriptor with the places of what it says. */
export interface ParsedDescriptor {
  /** Its file, relative to the source root. */
  file: string;
  descriptor: Descriptor;
  /** False where its syntax is broken, so that nothing it says is known. */
  isReadable: boolean;
  /** Where a value stands, a faulty one too: `at("needs", 0)`. */
  at: ParsedFile<Descriptor>["at"];
}
