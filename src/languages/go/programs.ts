import type { Program } from "../../detection/detection.ts";
import { directoryName } from "../../discovery/names.ts";
import { join } from "../../files/paths.ts";
import type { Snapshot } from "../../files/snapshot.ts";

/** The programs of a module: each in a directory of its own, which needs of the module what it imports. */
export function programsOf(tree: Snapshot, mains: string[], module: string | undefined): Program[] {
  const root = (module ?? tree.directory).replace(/\/v\d+$/, "").replace(/^.*\//, "");
  return mains.map((main) => {
    const directory = join(".", main);
    const from = join(directory, "main.go");
    const place = { name: directoryName(directory) ?? root, from: tree.has(from) ? from : directory };
    return directory === "." ? { ...place, entrypoint: main } : { ...place, directory };
  });
}
