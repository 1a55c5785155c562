import type { Snapshot } from "../files/snapshot.ts";
import type { Finding } from "./findings.ts";
import { isBelow, isWithin, upwardsOf } from "./locations.ts";
import type { Programs } from "./programs.ts";

/** What lies around a finding. */
export interface Surroundings {
  snapshot: Snapshot;
  programs: Programs;
  /** Directories that are services whatever they hold. */
  declared: ReadonlySet<string>;
  /** Directories that a deployment file builds. */
  named: ReadonlySet<string>;
}

/** Why a program is no service: it is the parent of others, or made for others. */
export function parentReason(
  { directory, language, detection, isClear, entry }: Finding,
  { programs, declared, named }: Surroundings,
): string | undefined {
  if (directory === "." && declared.size) return "services are in directories of their own";
  const found = programs.below(directory).filter((other) => other.language === language);
  const below = [
    ...found.map((other) => other.directory),
    ...[...declared].filter((other) => isBelow(other, directory)),
  ];
  const started = entry && below.find((other) => isWithin(entry, other));
  if (started) return `what it starts is ${started}`;
  if (!isClear && below.length)
    return `${detection.manifest} starts nothing of its own: its programs lie below`;
  if (!detection.excludedIfNeeded || named.has(directory)) return undefined;
  const [user] = programs.needing(directory);
  return user && `${called(user.directory)} needs it: ${detection.excludedIfNeeded}`;
}

/** Why a program is no service: it is a part of one around it, which builds it. */
export function partReason(
  { directory }: Finding,
  { snapshot, programs, named }: Surroundings,
): string | undefined {
  if (named.has(directory)) return undefined;
  const whole = programs.above(directory).find((other) => builds(snapshot, other, directory));
  return whole && `a part of ${called(whole.directory)}, which builds it`;
}

/** Why pages are no service: what lies around or beside them serves them. @param taken directories that are something. */
export function pageReason(directory: string, taken: ReadonlySet<string>): string | undefined {
  const [, ...above] = upwardsOf(directory);
  const holder = above.find((each) => taken.has(each));
  if (holder) return `pages of ${called(holder)}`;
  return directory === "." && taken.size ? "pages beside services" : undefined;
}

export function called(directory: string): string {
  return directory === "." ? "the root" : directory;
}

/** Whether a program's own scripts, or its Dockerfile, name a directory within it: `cd client && npm run build`. */
function builds(snapshot: Snapshot, { directory, detection }: Finding, part: string): boolean {
  const tree = snapshot.under(directory);
  const inside = directory === "." ? part : part.slice(directory.length + 1);
  const scripts = [...(tree.text(detection.manifest) ?? "").matchAll(/"[\w:.-]+"\s*:\s*"([^"\n]*)"/g)];
  const recipe = (tree.text("Dockerfile") ?? "").replace(/^[ \t]*#.*$/gm, "");
  const words = [...scripts.map(([, script]) => script), recipe].join("\n").split(/[\s"'=:;&|,]+/);
  return words.some((word) => word.replace(/^\.\/|\/$/g, "") === inside);
}
