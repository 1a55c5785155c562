import type { Snapshot } from "../files/snapshot.ts";
import { byNumbers } from "../manifests/version-order.ts";
import type { Fact } from "../microservice.ts";
import { filesIn, upwards } from "./upward-search.ts";

/** A place that says something about the version: a version file's line, or a manifest's range. */
export interface VersionSource {
  text: string;
  /** For the fact: `.nvmrc:1`. */
  from: string;
}

/** What a text says about a version. */
export interface Demand {
  version?: string;
  minimum?: string;
}

/**
 * Version and lowest version from the first sources that say them.
 *
 * @param parts how many numbers a base's tag needs: 1 for `22`, 2 for `3.11`.
 */
export function versionFacts(sources: VersionSource[], parts: 1 | 2): Fact[] {
  const demands = sources.map(({ text, from }) => ({ from, ...demandOf(text, parts) }));
  const version = demands.find((demand) => demand.version);
  const minimum = demands.find((demand) => demand.minimum);
  const facts: Fact[] = [];
  if (version?.version) facts.push({ field: "version", value: version.version, from: version.from });
  if (minimum?.minimum && !version)
    facts.push({ field: "minimumVersion", value: minimum.minimum, from: minimum.from });
  return facts;
}

/** Files that list the versions of several tools. */
const TOOLS = [".tool-versions", "mise.toml", ".mise.toml", ".sdkmanrc"];

/** Lines of version files, the service's own first, then those above; `.tool-versions` names the tool. */
export function versionFiles(
  tree: Snapshot,
  files: string[],
  tools: string[],
): { own: VersionSource[]; above: VersionSource[] } {
  const prefix = new RegExp(`^(?:${tools.join("|")})-?(?=\\d)`, "i");
  const all = upwards(tree).map((directory) =>
    filesIn([directory], tree, [...files, ...TOOLS]).flatMap((place) => {
      const isTools = TOOLS.includes(place.file);
      const lines = (place.tree.text(place.file) ?? "").split("\n");
      const index = lines.findIndex((line) => (isTools ? toolOf(line, tools) : /^\s*[^\s#]/.test(line)));
      const text = isTools ? toolOf(lines[index] ?? "", tools) : lines[index]?.trim().replace(prefix, "");
      return text ? [{ text, from: `${place.from}:${index + 1}` }] : [];
    }),
  );
  return { own: all[0] ?? [], above: all.slice(1).flat() };
}

/** Reads one version, a range in npm's, Python's or poetry's words. */
export function demandOf(text: string, parts: 1 | 2): Demand {
  const alternatives = text.split("||").map((part) => demandOfRange(part.trim(), parts));
  const versions = alternatives.flatMap(({ version }) => version ?? []).sort(byNumbers);
  if (versions.length === alternatives.length) return { version: versions.at(-1) };
  return {
    minimum: alternatives.flatMap(({ minimum, version }) => minimum ?? version ?? []).sort(byNumbers)[0],
  };
}

function demandOfRange(text: string, parts: 1 | 2): Demand {
  let [lower, upper]: [number[] | undefined, number[] | undefined] = [undefined, undefined];
  const bounds = text
    .replace(/^(\S+)\s+-\s+(\S+)$/, ">=$1 <=$2")
    .matchAll(/([<>=^~!]*)\s*v?(\d+(?:\.(?:\d+|[xX*]))*)/g);
  if (/^(?!v\d)[a-z]/i.test(text)) return {};
  for (const [, operator = "", number = ""] of bounds) {
    const numbers = number
      .split(".")
      .filter((part) => /\d/.test(part))
      .map(Number);
    if (["", "=", "==", "==="].includes(operator)) return exact(numbers, parts);
    if (operator.startsWith("!")) continue;
    if (operator === "<") upper = numbers;
    else if (operator === "<=") upper = next(numbers, numbers.length);
    else lower = operator === ">" ? next(numbers, numbers.length) : numbers;
    if (operator === "^") upper = next(numbers, 1);
    if (operator === "~") upper = next(numbers, Math.min(numbers.length, 2));
    if (operator === "~=") upper = next(numbers, numbers.length - 1);
  }
  const highest = upper && below(upper, parts);
  const fits = highest && (!lower || byNumbers(highest, lower.slice(0, parts).join(".")) >= 0);
  if (fits) return { version: highest };
  return lower ? { minimum: lower.slice(0, parts).join(".") } : {};
}

/** `22.3.1` pins `22` where one number is enough; `3` doesn't pin `3.11`. */
function exact(numbers: number[], parts: number): Demand {
  const text = numbers.slice(0, parts).join(".");
  return numbers.length >= parts ? { version: text } : { minimum: text };
}

/** The first version that differs from this one in its first `length` numbers. */
function next(numbers: number[], length: number): number[] {
  return numbers
    .slice(0, Math.max(length, 1))
    .map((number, index, all) => number + (index === all.length - 1 ? 1 : 0));
}

/** The highest version below the bound, where its last number can be known. */
function below(bound: number[], parts: number): string | undefined {
  const [head, tail] = [bound.slice(0, parts), bound.slice(parts)];
  if (tail.some((number) => number > 0)) return head.join(".");
  const last = head.length === parts ? (head.pop() as number) : 0;
  return last > 0 ? [...head, last - 1].join(".") : undefined;
}

/** `nodejs 22.3.0` of .tool-versions, `node = "22"` of mise.toml, `java=21.0.2-tem` of .sdkmanrc. */
function toolOf(line: string, tools: string[]): string | undefined {
  const [, tool, version] = /^\s*([\w-]+)[\s=]+(\S+)/.exec(line) ?? [];
  const plain = version?.replace(/["'[\],]/g, "").replace(/^[a-z]+-(?=\d)/i, "");
  return tool && tools.includes(tool) ? plain : undefined;
}
