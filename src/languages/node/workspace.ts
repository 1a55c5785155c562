import { covering, type FoundFile, filesIn } from "../../detection/upward-search.ts";
import { join } from "../../files/paths.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import { PACKAGE, readPackage, yamlField } from "./package.ts";

/** A workspace above the service that has it as a member. */
export interface Workspace {
  place: FoundFile;
  /** Directories of all members, relative to the source root. */
  members: string[];
}

/** The nearest workspace whose patterns cover the service. */
export function nodeWorkspace(tree: Snapshot): Workspace | undefined {
  for (const place of filesIn(tree.above(), tree, ["pnpm-workspace.yaml", PACKAGE])) {
    const patterns = patternsOf(place);
    const own =
      place.tree.directory === "." ? tree.directory : tree.directory.slice(place.tree.directory.length + 1);
    if (covering(patterns)(own)) return { place, members: membersOf(place.tree, patterns) };
  }
  return undefined;
}

/** Members of the workspace that a package itself is, relative to the source root. */
export function ownMembers(tree: Snapshot): string[] {
  const patterns = ["pnpm-workspace.yaml", PACKAGE].flatMap((file) => patternsOf({ tree, file }));
  return patterns.length ? membersOf(tree, patterns) : [];
}

/** A workspace's member patterns; `{ packages: [] }` is yarn's and bun's other spelling. */
function patternsOf({ tree, file }: Pick<FoundFile, "tree" | "file">): string[] {
  const listed =
    file === PACKAGE ? readPackage(tree)?.value.workspaces : yamlField(tree.text(file), "packages");
  const list = Array.isArray(listed) ? listed : (listed as { packages?: unknown } | undefined)?.packages;
  return Array.isArray(list) ? list.filter((pattern): pattern is string => typeof pattern === "string") : [];
}

function membersOf(base: Snapshot, patterns: string[]): string[] {
  const isMember = covering(patterns);
  const directories = base.named(PACKAGE).map((path) => join(path, ".."));
  return directories
    .filter((path) => path !== "." && isMember(path))
    .map((path) => join(base.directory, path));
}
