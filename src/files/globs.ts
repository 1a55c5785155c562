/** Whether one of the patterns matches a path, or a folder above it: `*` within a name, `**` across. */
export function globs(patterns: string[]): (path: string) => boolean {
  const expressions = patterns.map(expression);
  return (path) => expressions.some((pattern) => pattern.test(path));
}

function expression(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(
      /\*\*\/|\*\*|\*|\?/g,
      (glob) => ({ "**/": "(?:.*/)?", "**": ".*", "*": "[^/]*" })[glob] ?? "[^/]",
    );
  return new RegExp(`^${source}(?:/|$)`);
}
