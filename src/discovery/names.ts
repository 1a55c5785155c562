/** Names of directories that say nothing of what is in them. */
const PLAIN = /^(src|sources?|code|docker|dockerfiles?|containers?|build|main)$/;

/** The name of a directory, or of the nearest above whose name says something; undefined for the source root. */
export function directoryName(directory: string): string | undefined {
  if (directory === ".") return undefined;
  const parts = directory.split("/");
  return parts.findLast((part) => !PLAIN.test(part)) ?? parts.at(-1);
}

/** Something with a name: one that somebody says, or that its directory gives it, whether that was declared or found. */
export interface Named {
  name: string;
  /** The directory, or what lies in it. */
  path: string;
  rank: "said" | "declared" | "found";
}

/**
 * Names that differ. Of those that are equal the one that was declared keeps its name, and each other one gets the directories
 * above it in front, as few as tell them apart: `shop/api` and `bank/api` are `shop-api` and `bank-api`. A name that
 * somebody says stays, and so does what is equal to it: that is a mistake.
 */
export function distinctNames(all: Named[]): string[] {
  const groups = new Map<string, Named[]>();
  for (const one of all) groups.set(one.name, [...(groups.get(one.name) ?? []), one]);
  const used = new Set(groups.keys());
  const names = new Map<Named, string>();
  for (const group of groups.values()) {
    const declared = group.filter(({ rank }) => rank === "declared");
    const open = declared.length === 1 ? group.filter((one) => one !== declared[0]) : group;
    const isFree = group.length > 1 && !group.some(({ rank }) => rank === "said");
    for (const [one, name] of isFree ? apart(open, used) : []) names.set(one, name);
  }
  return all.map((one) => names.get(one) ?? one.name);
}

/** Each with as many directories in front as make them differ, and not be called as another. */
function apart(group: Named[], used: Set<string>): [Named, string][] {
  const longest = Math.max(...group.map(({ path }) => path.split("/").length));
  for (let depth = 1; depth <= longest; depth += 1) {
    const names = group.map((one) => prefixed(one, depth));
    if (
      new Set(names).size < names.length ||
      names.some((name, at) => used.has(name) && name !== group[at]?.name)
    )
      continue;
    for (const name of names) used.add(name);
    return group.map((one, at) => [one, names[at] as string]);
  }
  return [];
}

/** With the last `depth` directories above it. */
function prefixed({ path, name }: Named, depth: number): string {
  const parts = path.split("/").filter((part) => part !== ".");
  const at = parts.lastIndexOf(name);
  return [...parts.slice(0, at < 0 ? -1 : at).slice(-depth), name].join("-");
}
