import { machineFault } from "./machine-fault.ts";
import { visible } from "./report/control-characters.ts";

/** Exit codes of every command, the same for all. */
export const EXIT = { done: 0, service: 1, input: 2, policy: 3, retry: 75 } as const;

/**
 * What a user can mend, or repeat: what failed, its last lines, and what to do next. Every other error is a bug
 * of ours, and {@link asFailure} says so.
 */
export class Failure extends Error {
  readonly exitCode: number;
  /** The last lines of what failed, already free of secrets. */
  readonly lines: string[];
  /** One command or sentence that helps next. */
  readonly next: string | undefined;
  /** All that the failed step printed, where the engine kept it. */
  output: string | undefined;

  constructor(
    message: string,
    {
      exitCode = EXIT.service as number,
      lines = [] as string[],
      next = "",
      cause = undefined as unknown,
    } = {},
  ) {
    super(message, { cause });
    this.exitCode = exitCode;
    this.lines = lines;
    this.next = next || undefined;
  }
}

/** The caller's mistake: found before any work starts. */
export function badInput(message: string, next = ""): Failure {
  return new Failure(message, { exitCode: EXIT.input, next });
}

/** Why something isn't done, and what to do instead. */
export interface Refusal {
  message: string;
  lines?: string[];
  next: string;
  /** A rule of ours forbids it, rather than a mistake of the caller's. */
  policy?: boolean;
}

/** @throws a `Failure` where there is a reason to refuse: 3 where a rule of ours forbids it, else 2. */
export function refuse(refusal: Refusal | undefined): void {
  if (!refusal) return;
  const { message, lines, next, policy } = refusal;
  throw new Failure(message, { exitCode: policy ? EXIT.policy : EXIT.input, lines, next });
}

/** Any error as one that is explained: what nobody expected is told with its stack, so that it can be reported. */
export function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  const fault = machineFault(error);
  if (fault)
    return new Failure(fault.message, { ...fault, exitCode: fault.mayPass ? EXIT.retry : EXIT.input });
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new Failure("multistage itself failed", { lines: stack.split("\n"), cause: error });
}

/** What failed, its last lines and what to do next, in one text that commands no terminal and no CI. */
export function failureText({ message, lines, next, reproduce }: FailureParts): string {
  const hints = [next, reproduce].flatMap((hint) => (hint ? [`  → ${hint}`] : []));
  return visible([message, ...lines.map((line) => `  │ ${line}`), ...hints].join("\n"));
}

interface FailureParts {
  message: string;
  lines: string[];
  next?: string;
  /** The command that does the same for one service. */
  reproduce?: string;
}
