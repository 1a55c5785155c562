/** What a loader or an interpreter says of what it misses, as its sources spell it. */
export interface Saying {
  of: RegExp;
  /** In words, of what the expression caught. */
  missing(...parts: string[]): string;
  mend?(...parts: string[]): string;
}

export function quoted(name: string): string {
  return `"${name}"`;
}

/** What mends a library that isn't there. */
export function library(): string {
  return "name the Debian package that has it: `packages: { runtime: […] }`";
}
