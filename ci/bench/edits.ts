import type { Files } from "./kinds/kind.ts";
import type { Scenario } from "./records.ts";

/** A change of one file. */
export interface Edit {
  path: string;
  change(text: string): string;
  /** It is taken back after the measurement. */
  temporary?: boolean;
}

const GO = "services/gin-1/rooms.go";

/**
 * What a scenario changes before it is measured; each time is another number, so that no cache knows it.
 *
 * @param lines of a lockfile, valid in any: another one is added each time.
 */
export function editOf(scenario: Scenario, time: number, lines: string[]): Edit | undefined {
  const edits: Partial<Record<Scenario, Edit>> = {
    "go file": {
      path: GO,
      change: (text) => text.replace(/(errTaken += errors[.]New)\(.*\)/, `$1("room is taken ${time}")`),
    },
    comment: { path: GO, change: (text) => `${text}\n// Remark ${time}.\n` },
    README: { path: "services/gin-1/README.md", change: (text) => `${text}\nRemark ${time}.\n` },
    lockfile: {
      path: "services/gin-1/go.sum",
      change: (text) => `${text}${lines.find((line) => !text.includes(line)) ?? ""}\n`,
    },
    library: {
      path: "libs/money/money.go",
      change: (text) => text.replace(/(ErrWays += errors[.]New)\(.*\)/, `$1("split 1 to 1000 ways ${time}")`),
    },
    failing: {
      path: GO,
      change: (text) => `${text}\nvar broken${time} int = "no number"\n`,
      temporary: true,
    },
  };
  return edits[scenario];
}

/** Lines of the gRPC service's lockfile: checksums that Go accepts in any other. */
export function lockfileLines(templates: Files): string[] {
  return (templates["services/login/go.sum"] ?? "").trimEnd().split("\n");
}
