/** A place in a file, from 1. */
export interface Position {
  line: number;
  column: number;
}

/** Something wrong with what a repository says about a service: where, what, and how to mend it. */
export interface Fault {
  /** File, or directory where no file is to blame, relative to the source root. */
  file: string;
  /** From 1; absent where the fault is not at a place in a file. */
  line?: number;
  /** From 1, in characters. */
  column?: number;
  message: string;
  /** What was probably meant, or what to write instead. */
  hint?: string;
  /** Directory of the service that it keeps from being built; absent where it concerns the whole repository. */
  service?: string;
  /** Names of the services that it keeps from being built together: a circle of needs, two of one name. */
  among?: string[];
}

/** One line: `services/api/service.yaml:3:7: unknown field "prot": did you mean "port"?` */
export function faultText(fault: Fault): string {
  const place = [fault.file, fault.line, fault.column].filter((part) => part !== undefined).join(":");
  const asks = fault.message.endsWith("?") ? " " : ": ";
  return `${place}: ${fault.message}${fault.hint ? asks + fault.hint : ""}`;
}

/** By file, line and column, so that a list reads like the files do. */
export function sortFaults(faults: Fault[]): Fault[] {
  const at = (fault: Fault) => [fault.line ?? 0, fault.column ?? 0] as const;
  return [...faults].sort((a, b) => compare(a.file, b.file) || at(a)[0] - at(b)[0] || at(a)[1] - at(b)[1]);
}

/** Code unit order: the same on every machine, whatever its locale. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
