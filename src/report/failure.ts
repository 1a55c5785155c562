/** Exit codes of every command, the same for all. */
export const EXIT = { done: 0, service: 1, input: 2, policy: 3, retry: 75 } as const;

/** An end that is explained: what failed, its last lines, and what to do next. */
export class Failure extends Error {
  readonly exitCode: number;
  /** The last lines of what failed, already free of secrets. */
  readonly lines: string[];
  /** One command or sentence that helps next. */
  readonly next: string | undefined;

  constructor(
    message: string,
    { exitCode = EXIT.service as number, lines = [] as string[], next = "" } = {},
  ) {
    super(message);
    this.exitCode = exitCode;
    this.lines = lines;
    this.next = next || undefined;
  }
}

/** The caller's mistake: found before any work starts. */
export function badInput(message: string, next = ""): Failure {
  return new Failure(message, { exitCode: EXIT.input, next });
}
