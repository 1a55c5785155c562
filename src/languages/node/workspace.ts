import { covering, type FoundFile, filesIn } from "../../detection/upward-search.ts";
import { join } from "../../files/paths.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import { PACKAGE, readPackage, yamlField } from "./package.ts";

/** Packages that a workspace consists of. */
export interface Members {
  /** Their directories, relative to the source root. */
  members: string[];
  /** The same by the names of the packages. */
  byName: Map<string, string>;
}

/** A workspace above the service that has it as a member. */
export interface Workspace extends Members {
  place: FoundFile;
}

/** The nearest workspace whose patterns cover the service. */
export function nodeWorkspace(tree: Snapshot): Workspace | undefined {
  for (const place of filesIn(tree.above(), tree, [...DECLARING])) {
    const patterns = patternsOf(place);
    const own =
      place.tree.directory === "." ? tree.directory : tree.directory.slice(place.tree.directory.length + 1);
    if (covering(patterns)(own)) return { place, ...place.tree.told(MEMBERS[place.file as Declaring]) };
  }
  return undefined;
}

/** Members of the workspace that a package itself is, relative to the source root. */
export function ownMembers(tree: Snapshot): Members {
  return tree.told(membersOfAll);
}

function membersOfAll(tree: Snapshot): Members {
  return membersOf(
    tree,
    DECLARING.flatMap((file) => patternsOf({ tree, file })),
  );
}

/** Files that say which directories are members. */
const DECLARING = ["pnpm-workspace.yaml", PACKAGE] as const;
type Declaring = (typeof DECLARING)[number];

const MEMBERS: Record<Declaring, (tree: Snapshot) => Members> = {
  "pnpm-workspace.yaml": (tree) => membersOf(tree, patternsOf({ tree, file: "pnpm-workspace.yaml" })),
  [PACKAGE]: (tree) => membersOf(tree, patternsOf({ tree, file: PACKAGE })),
};

/** A workspace's member patterns; `{ packages: [] }` is yarn's and bun's other spelling. */
function patternsOf({ tree, file }: Pick<FoundFile, "tree" | "file">): string[] {
  const listed =
    file === PACKAGE ? readPackage(tree)?.value.workspaces : yamlField(tree.text(file), "packages");
  const list = Array.isArray(listed) ? listed : (listed as { packages?: unknown } | undefined)?.packages;
  return Array.isArray(list) ? list.filter((pattern): pattern is string => typeof pattern === "string") : [];
}

/** Directories below one that patterns name and that hold a package. */
export function membersOf(base: Snapshot, patterns: string[]): Members {
  if (!patterns.length) return { members: [], byName: new Map() };
  const isMember = covering(patterns);
  const directories = base.named(PACKAGE).map((path) => join(path, ".."));
  const members = directories
    .filter((path) => path !== "." && isMember(path))
    .map((path) => join(base.directory, path));
  const named = members.flatMap((path): [string, string][] => {
    const name = readPackage(base.root.under(path))?.value.name;
    return typeof name === "string" ? [[name, path]] : [];
  });
  return { members, byName: new Map(named) };
}
