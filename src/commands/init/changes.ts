import type { Snapshot } from "../../files/snapshot.ts";
import { SETTINGS_FILE } from "../../publish/settings.ts";
import type { Repository } from "../repository.ts";
import { withIgnored } from "./ignore-file.ts";
import { settingsText } from "./settings-text.ts";

/** A file that a repository gets. */
export interface FileChange {
  /** Relative to the source root. */
  path: string;
  /** Its text today; absent where there is none. */
  before?: string;
  after: string;
  isExecutable?: boolean;
}

/** What comes from outside the repository. */
export interface Parts {
  /** The wrapper that pins a version, and its text. */
  wrapper: { path: string; text: string };
  /** The pipeline of the CI provider in use, as far as there is one for it. */
  pipeline?: { path: string; text: string };
  /** Text of the repository's `.gitignore`, where it has one. */
  ignoreFile?: string;
  /** HOST/PREFIX, where the caller says it. */
  registry?: string;
}

/** What `init` would write, and what is there already and stays as it is. */
export interface Changes {
  files: FileChange[];
  kept: string[];
}

/** Decides it: what is there is never overwritten, and `.gitignore` gets a line more. */
export function initChanges(snapshot: Snapshot, repository: Repository, parts: Parts): Changes {
  const { wrapper, pipeline, ignoreFile } = parts;
  const wanted: FileChange[] = [
    { path: SETTINGS_FILE, after: settingsText(snapshot, repository, parts.registry) },
    { path: wrapper.path, after: wrapper.text, isExecutable: true },
    ...(pipeline ? [{ path: pipeline.path, after: pipeline.text }] : []),
  ];
  const isThere = ({ path }: FileChange) => snapshot.has(path);
  const ignore = withIgnored(ignoreFile);
  return {
    files: [...wanted.filter((each) => !isThere(each)), ...(ignore ? [ignore] : [])],
    kept: wanted.filter(isThere).map(({ path }) => path),
  };
}
