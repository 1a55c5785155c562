import type { Finding } from "./findings.ts";
import { upwardsOf } from "./locations.ts";

/** What was found, by where it lies: of thousands, nobody asks each what lies around one. */
export class Programs {
  /** In the order in which they were found, which all answers have. */
  readonly all: readonly Finding[];
  readonly #order: Map<Finding, number>;
  readonly #at: Map<string, Finding[]>;
  readonly #above: Map<string, Finding[]>;
  #needing: Map<string, Finding[]> | undefined;

  constructor(all: readonly Finding[]) {
    this.all = all;
    this.#order = new Map(all.map((each, at) => [each, at]));
    this.#at = groupedBy(all, ({ directory }) => [directory]);
    this.#above = groupedBy(all, ({ directory }) => upwardsOf(directory).slice(1));
  }

  /** Those in one of the directories. */
  at(directories: string[]): Finding[] {
    const found = [...new Set(directories)].flatMap((each) => this.#at.get(each) ?? []);
    return found.sort((a, b) => (this.#order.get(a) ?? 0) - (this.#order.get(b) ?? 0));
  }

  /** Those in directories above. */
  above(directory: string): Finding[] {
    return directory === "." ? [] : this.at(upwardsOf(directory).slice(1));
  }

  /** Those in directories below. */
  below(directory: string): Finding[] {
    return this.#above.get(directory) ?? [];
  }

  /** Those of other directories that have this one among their inputs. */
  needing(directory: string): Finding[] {
    this.#needing ??= groupedBy(this.all, inputsOf);
    return (this.#needing.get(directory) ?? []).filter((each) => each.directory !== directory);
  }
}

function inputsOf({ detection }: Finding): string[] {
  return detection.facts.flatMap(({ field, value }) => (field === "inputs" ? (value as string[]) : []));
}

function groupedBy(all: readonly Finding[], keysOf: (one: Finding) => string[]): Map<string, Finding[]> {
  const groups = new Map<string, Finding[]>();
  for (const one of all)
    for (const key of new Set(keysOf(one))) {
      const group = groups.get(key);
      if (group) group.push(one);
      else groups.set(key, [one]);
    }
  return groups;
}
