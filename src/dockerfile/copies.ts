import { badInput } from "../failure.ts";
import { globs } from "../files/globs.ts";
import { PATTERN } from "../files/paths.ts";
import { escaped, json } from "./instructions.ts";
import type { RecordedStage, RecordedTree, Step } from "./record.ts";

type Copy = Extract<Step, { verb: "copy" }>;

/** The `COPY` instructions of one copy: several where a selection spans several directories. */
export function copies(
  { path, tree, owner }: Copy,
  stageName: (origin: RecordedStage) => string,
  files: readonly string[],
): string[] {
  const options = owner ? `--chown=${owner} ` : "";
  if (!tree.origin) return fromContext(path, tree, files).map((words) => `COPY ${options}${written(words)}`);
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
function fromContext(path: string, tree: RecordedTree, files: readonly string[]): string[][] {
  if (tree.isFile) return [[tree.path, path]];
  if (!tree.selections.length) return [[slash(tree.path), slash(path)]];
  const whole = wholeDirectories(tree, files);
  const groups = new Map<string, string[]>();
  for (const file of selected(tree, files)) {
    if (whole.some((directory) => file.startsWith(directory))) continue;
    const folder = file.includes("/") ? file.slice(0, file.lastIndexOf("/") + 1) : "";
    groups.set(folder, [...(groups.get(folder) ?? []), prefix(tree) + file]);
  }
  const single = [...groups].map(([folder, sources]) => [...sources, `${slash(path)}${folder}`]);
  return [
    ...whole.map((directory) => [`${prefix(tree)}${directory}`, `${slash(path)}${directory}`]),
    ...single,
  ];
}

/** Directories that a selection names without a pattern: one `COPY` each. */
function wholeDirectories({ selections, path }: RecordedTree, files: readonly string[]): string[] {
  const [only, ...others] = selections;
  if (others.length || only?.exclude) return [];
  const names = (only?.include ?? []).filter((name) => !/[*?]/.test(name)).map(slash);
  return names.filter((name) => files.some((file) => file.startsWith(prefix({ path }) + name)));
}

/** Paths relative to the tree that every selection lets through. */
function selected(tree: RecordedTree, files: readonly string[]): string[] {
  const start = prefix(tree);
  const inside = files.filter((file) => file.startsWith(start)).map((file) => file.slice(start.length));
  return tree.selections.reduce((kept, { include, exclude }) => {
    const wanted = include ? globs(include) : () => true;
    const unwanted = exclude ? globs(exclude) : () => false;
    return kept.filter((file) => wanted(file) && !unwanted(file));
  }, inside);
}

function prefix(tree: Pick<RecordedTree, "path">): string {
  return tree.path === "." ? "" : slash(tree.path);
}

function slash(path: string): string {
  return path.endsWith("/") ? path : `${path}/`;
}
