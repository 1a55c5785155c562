/** Why an image can't start, and what mends it. */
export interface Finding {
  /** After "it can't start:": `there is no /app/main.js in the image`. */
  missing: string;
  /** A line of its descriptor, or what else to do. */
  mend?: string;
}

/** What files tell of a start. */
export interface Looked {
  /** It can't start. */
  finding?: Finding;
  /** What may fail later: a library that a module lacks. */
  warnings: string[];
}

export const FINE: Looked = { warnings: [] };

export function cannot(missing: string, mend?: string): Looked {
  return { finding: { missing, mend }, warnings: [] };
}
