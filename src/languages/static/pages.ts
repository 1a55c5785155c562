import { join } from "../../files/paths.ts";
import type { Snapshot } from "../../files/snapshot.ts";

/** Where pages lie that nobody builds, the likeliest first. */
const FOLDERS = [".", "public", "www", "html", "site", "static", "dist", "build", "_site", "src"];

/** The folder that holds the first page, and that page. */
export function pagesFolder(tree: Snapshot): { folder: string; file: string } | undefined {
  const folder = FOLDERS.find((each) => tree.has(join(each, "index.html")));
  return folder === undefined ? undefined : { folder, file: join(folder, "index.html") };
}
