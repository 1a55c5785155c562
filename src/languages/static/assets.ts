import type { Site, Sources } from "./builder.ts";
import { pagesFolder } from "./pages.ts";

/** Tools that make styles and scripts for pages that lie there as they are. */
const TOOLS =
  /^(npx )?(sass|node-sass|postcss|tailwindcss|@tailwindcss\/cli|lessc|stylus|cleancss|terser|uglifyjs|purgecss)\b/;

/** Whether a build only adds styles and scripts to pages. */
export function isAssets(build: string): boolean {
  const parts = build.split(/&&|;/).map((part) => part.trim());
  return parts.every((part) => TOOLS.test(part) || /^(rm|mkdir|rimraf|echo)\b/.test(part));
}

/** Manifests of programs, which serve such pages themselves. */
const PROGRAMS =
  /^(go\.mod|Cargo\.toml|pyproject\.toml|requirements\.txt|manage\.py|pom\.xml|build\.(gradle(\.kts)?|sbt)|composer\.json|Gemfile|mix\.exs)$/;

/** The folder of the pages, which the build writes beside; nothing where they are a part of a program. */
export function assetsSite({ tree }: Sources): Site | undefined {
  const found = tree.find(PROGRAMS).length ? undefined : pagesFolder(tree);
  return found && { folder: found.folder, from: found.file };
}
