/** What follows an instruction's name: its flags, and the rest. */
export interface Flagged {
  /** As they stand there: `--mount=type=cache,target=/c`. */
  flags: string[];
  rest: string;
}

/**
 * The flags of an instruction, by its joined line. Builders read them byte by byte, and drop quotes and backslashes
 * in them: a flag that {@link isPlain} is read alike by all.
 */
export function instructionFlags(joined: string): Flagged {
  const flags: string[] = [];
  let rest = joined.replace(/^\S+\s*/, "");
  for (let found = FLAG.exec(rest); found; found = FLAG.exec(rest)) {
    rest = rest.slice(found[0].length).trimStart();
    if (found[0] === "--") break;
    flags.push(found[0]);
  }
  return { flags, rest };
}

const FLAG = /^--\S*/;

/** Whether a flag has nothing in it that one builder reads otherwise than another. */
export function isPlain(flag: string): boolean {
  return /^[!#-&(-[\]-~]+$/.test(flag);
}
