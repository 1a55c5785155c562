/** The candidate that `word` was probably meant to be; undefined where none is near enough to say so. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const limit = Math.max(1, Math.floor(word.length / 3));
  let best: { candidate: string; far: number } | undefined;
  for (const candidate of candidates) {
    const far = distance(word.toLowerCase(), candidate.toLowerCase());
    if (far <= limit && (!best || far < best.far)) best = { candidate, far };
  }
  return best?.candidate;
}

/** `did you mean "port"?`, or what there is where nothing is near. */
export function suggestion(word: string, candidates: string[]): string | undefined {
  const meant = nearest(word, candidates);
  if (meant) return `did you mean "${meant}"?`;
  return candidates.length ? `expected one of ${listed(candidates)}` : undefined;
}

/** Names as an error lists them: a few, and how many more there are. */
export function listed(names: string[], most = 12): string {
  const more = names.length - most;
  return more > 1 ? `${names.slice(0, most).join(", ")} and ${more} more` : names.join(", ");
}

/** Edits between two words; two neighbours swapped are one edit (optimal string alignment). */
export function distance(a: string, b: string): number {
  let [before, above]: [number[], number[]] = [[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const changed = (above[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row[j] = Math.min(changed, (above[j] as number) + 1, (row[j - 1] as number) + 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) row[j] = Math.min(row[j] as number, (before[j - 2] as number) + 1);
    }
    [before, above] = [above, row];
  }
  return above[b.length] as number;
}
