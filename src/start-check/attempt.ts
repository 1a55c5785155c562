/** How a start that was watched for a moment went. */
export interface Attempt {
  /** Undefined where it was still running. */
  exitCode?: number;
  /** From its start to its end, or until it listened or nobody waited any longer. */
  milliseconds: number;
  listens: boolean;
  /** The port of one that only listens on 127.0.0.1: nobody outside its container reaches it. */
  loopback?: number;
  /** The last lines of both outputs. */
  lines: string[];
}

/** How long a start is watched, milliseconds. */
export interface Patience {
  /** At most. */
  whole: number;
  /** After it listens: servers that fork listen before their workers have loaded anything. */
  listening: number;
  /** It does nothing, and listens to nothing: it waits for something. */
  idle: number;
}

/** A virtual machine loads and compiles for seconds before its program says anything. */
export function patienceWith(command: string[]): Patience {
  const isJava =
    command.some((word) => /(^|\/)java$|\.jar$/.test(word)) || /\/bin\/[^/]+$/.test(command[0] ?? "");
  return { whole: isJava ? 12_000 : 5_000, listening: 2_000, idle: isJava ? 4_000 : 2_500 };
}
