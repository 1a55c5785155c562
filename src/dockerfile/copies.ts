import { badInput } from "../failure.ts";
import { globs } from "../files/globs.ts";
import { PATTERN } from "../files/paths.ts";
import type { Snapshot } from "../files/snapshot.ts";
import { escaped, json } from "./instructions.ts";
import type { RecordedStage, RecordedTree, Step } from "./record.ts";

type Copy = Extract<Step, { verb: "copy" }>;

/** The `COPY` instructions of one copy: several where a selection spans several directories. */
export function copies(
  { path, tree, owner }: Copy,
  stageName: (origin: RecordedStage) => string,
  context: Snapshot,
): string[] {
  const options = owner ? `--chown=${owner} ` : "";
  if (!tree.origin)
    return fromContext(path, tree, context).map((words) => `COPY ${options}${written(words)}`);
  if (tree.selections.length)
    throw new Error(`a Dockerfile can't select from a stage's files (${tree.path})`);
  const words = tree.isFile ? [tree.path, path] : [slash(tree.path), slash(path)];
  return [`COPY --from=${stageName(tree.origin)} ${options}${written(words)}`];
}

/**
 * Sources and target as a Dockerfile takes them.
 *
 * @throws a `Failure` for a source that is a pattern: buildah looks for what it found by one as for another one.
 */
function written(words: string[]): string {
  const pattern = words.slice(0, -1).find((source) => PATTERN.test(source));
  if (pattern) throw badInput(`${pattern}: builders read [, *, ? and \\ as a pattern: rename it`);
  return words.some((word) => /[\s$'"<]|^-/.test(word)) ? json(words.map(escaped)) : words.join(" ");
}

/** Sources and target by `COPY`: a file, a directory, or the selected files by directory. */
function fromContext(path: string, tree: RecordedTree, context: Snapshot): string[][] {
  if (tree.isFile) return [[tree.path, path]];
  if (!tree.selections.length) return [[slash(tree.path), slash(path)]];
  const inside = context.under(tree.path);
  const whole = wholeDirectories(tree, inside);
  const groups = new Map<string, string[]>();
  for (const file of selected(tree, inside)) {
    if (whole.some((directory) => file.startsWith(directory))) continue;
    const folder = file.includes("/") ? file.slice(0, file.lastIndexOf("/") + 1) : "";
    const group = groups.get(folder) ?? [];
    groups.set(folder, group);
    group.push(prefix(tree) + file);
  }
  const single = [...groups].map(([folder, sources]) => [...sources, `${slash(path)}${folder}`]);
  return [
    ...whole.map((directory) => [`${prefix(tree)}${directory}`, `${slash(path)}${directory}`]),
    ...single,
  ];
}

/** Directories that a selection names without a pattern: one `COPY` each. */
function wholeDirectories({ selections }: RecordedTree, inside: Snapshot): string[] {
  const [only, ...others] = selections;
  if (others.length || only?.exclude) return [];
  const names = (only?.include ?? []).filter((name) => !/[*?]/.test(name));
  return names.filter((name) => inside.hasDirectory(name)).map(slash);
}

/** Paths relative to the tree that every selection lets through. */
function selected({ selections }: RecordedTree, inside: Snapshot): string[] {
  const included = selections.flatMap(({ include }) => (include ? [include] : []));
  const excluded = selections.flatMap(({ exclude }) => exclude ?? []);
  const [first, ...others] = included;
  const found = first ? inside.matching(first) : inside.paths;
  const isWanted = others.map((patterns) => globs(patterns));
  const isUnwanted = globs(excluded);
  return found.filter((file) => isWanted.every((wanted) => wanted(file)) && !isUnwanted(file));
}

function prefix(tree: Pick<RecordedTree, "path">): string {
  return tree.path === "." ? "" : slash(tree.path);
}

function slash(path: string): string {
  return path.endsWith("/") ? path : `${path}/`;
}
