import { join } from "node:path";
import { IGNORED } from "../../src/descriptor/ignored.ts";
import { isIgnored } from "../../src/descriptor/is-ignored.ts";
import type { PlannedService } from "../../src/pipeline/plan.ts";
import { toldByGit } from "./git.ts";
import type { Source } from "./source.ts";

/** A directory that a build copies from, and what it ignores there of its own. */
type Ignoring = Pick<PlannedService, "context" | "ignored">;

/** Patterns that keep a build's context to what `readSource` lists. */
export async function ignoreFile(
  { root: whole, git }: Source,
  { context, ignored }: Ignoring,
): Promise<string> {
  const root = join(whole, context);
  const said = ignored.trimEnd().split("\n").filter(Boolean);
  if (!git) return `${[...said, ...IGNORED].join("\n")}\n`;
  const listed = await toldByGit(root, [
    "ls-files",
    "-z",
    "--others",
    "--ignored",
    "--exclude-standard",
    "--directory",
  ]);
  const paths = listed
    .toString()
    .split("\0")
    .filter((path) => path && !isIgnored(path.replace(/\/$/, "")));
  return `${[...said, ...IGNORED, ...paths.map((path) => path.replace(/[*?[\]\\]/g, "\\$&").replace(/\/$/, ""))].join("\n")}\n`;
}
