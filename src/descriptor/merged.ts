/** What a descriptor says and what was detected, each once; an empty list leaves out what was detected. */
export function merged<T extends string>(said: T[] | undefined, detected: T[]): T[] {
  if (said && !said.length) return [];
  return [...new Set([...(said ?? []), ...detected])];
}
