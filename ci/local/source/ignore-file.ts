import { IGNORED } from "../../../src/files/ignored.ts";
import { isIgnored } from "../../../src/files/is-ignored.ts";
import type { PlannedService } from "../../../src/pipeline/plan.ts";
import { namesIn } from "./file-names.ts";
import { toldByGit } from "./git.ts";
import type { Source } from "./source.ts";

/** A directory that a build copies from, and what it ignores there of its own. */
type Ignoring = Pick<PlannedService, "context" | "ignored">;

const LIST = ["ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--directory"];

/** Patterns that keep a build's context to what `readSource` lists. */
export async function ignoreFile({ root, git }: Source, { context, ignored }: Ignoring): Promise<string> {
  const said = ignored.trimEnd().split("\n").filter(Boolean);
  if (!git) return `${[...said, ...IGNORED].join("\n")}\n`;
  const listed = namesIn(await toldByGit(root, [...LIST, "--", `:(literal)${context}`]), root);
  const prefix = context === "." ? "" : `${context}/`;
  // Of a submodule git says nothing but that it is there: all its files count.
  const inside = listed.filter((path) => path.startsWith(prefix) && path !== prefix);
  const paths = inside.map((path) => path.slice(prefix.length).replace(/\/$/, ""));
  return `${[...said, ...IGNORED, ...paths.filter((path) => !isIgnored(path)).map(pattern)].join("\n")}\n`;
}

/** A name as a line that means just it: builders read lines without spaces around them, and `\n` as in Go. */
function pattern(path: string): string {
  return path
    .replace(/[*?[\]\\]/g, "\\$&")
    .replace(/^[#!]/, "\\$&")
    .replace(/\n/g, "\\n")
    .replace(/^\s|\s$/g, "[$&]");
}
