import { seenFile } from "../../detection/read-files.ts";
import { filesIn, upwards } from "../../detection/upward-search.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import type { Fault } from "../../yaml/fault.ts";
import type { Crate } from "./cargo.ts";

/** Where sqlx keeps what it asked a database, for builds without one; nearest first. */
function preparedQueries(tree: Snapshot): string | undefined {
  const [file] = filesIn(upwards(tree), tree, ["sqlx-data.json"]);
  if (file) return file.from;
  const above = upwards(tree).find((each) => each.hasDirectory(".sqlx"));
  return above && seenFile(tree, above.directory, ".sqlx");
}

/** Queries that are checked against a database while they are compiled, where nothing was prepared. */
export function sqlxFaults(tree: Snapshot, crates: Crate[]): Fault[] {
  if (preparedQueries(tree)) return [];
  for (const crate of crates) {
    if (!crate.toml.get("dependencies", "sqlx") && !crate.toml.has("dependencies.sqlx")) continue;
    for (const path of crate.tree.find(/^src\/.*\.rs$/)) {
      const line = crate.tree.line(path, /\bquery(_as|_scalar|_file\w*)?!\s*\(/);
      if (!line) continue;
      const message = "sqlx asks a database while this is compiled, and a build has none";
      return [
        {
          file: seenFile(tree, crate.tree.directory, path),
          line,
          message,
          hint: "run cargo sqlx prepare, and commit .sqlx",
        },
      ];
    }
  }
  return [];
}
