/**
 * The parts of a changelog, as changesets writes one, that are about the versions after one and up to another.
 *
 * @returns newest first, as they stand there; empty where there is nothing between the two.
 */
export function changesBetween(changelog: string, after: string, upTo: string): string {
  const parts = changelog.split(/^(?=## )/m).slice(1);
  const isMeant = (version: string) =>
    compareVersions(version, after) > 0 && compareVersions(version, upTo) <= 0;
  return parts
    .filter((part) => isMeant(/^## \[?v?([\w.-]+)/.exec(part)?.[1] ?? after))
    .map((part) => part.trim())
    .join("\n\n");
}

/** As semver orders them: a version's previews come before it. */
export function compareVersions(a: string, b: string): number {
  const [[one = "", preview], [other = "", others]] = [halves(a), halves(b)];
  const numbers = one.localeCompare(other, "en", { numeric: true });
  if (numbers || preview === others) return numbers;
  if (preview === undefined || others === undefined) return preview === undefined ? 1 : -1;
  return preview.localeCompare(others, "en", { numeric: true });
}

function halves(version: string): [string, string | undefined] {
  const at = version.indexOf("-");
  return at < 0 ? [version, undefined] : [version.slice(0, at), version.slice(at + 1)];
}
