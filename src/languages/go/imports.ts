import { relative } from "../../files/paths.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import type { Library } from "../system-packages.ts";
import type { GoModule } from "./module.ts";
import type { GoPackage } from "./packages.ts";
import type { GoLiteral } from "./source.ts";

/** A text of a program's sources, with its file as the service sees it. */
export interface Found extends GoLiteral {
  file: string;
  /** A tool made the file. */
  isGenerated: boolean;
}

/** Everything that a program's packages import. */
export function importsOf(tree: Snapshot, module: GoModule, packages: GoPackage[]): Library[] {
  return textsOf(tree, module, packages, "imports").map(({ text, file, line }) => ({
    name: text,
    from: `${file}:${line}`,
  }));
}

/** Texts of one kind in a program's packages. */
export function textsOf(
  tree: Snapshot,
  module: GoModule,
  packages: GoPackage[],
  kind: "imports" | "literals" | "generates",
): Found[] {
  const isWhole = module.tree.directory === ".";
  return packages.flatMap(({ files }) =>
    files.flatMap(({ path, source }) => {
      const said = source?.[kind] ?? [];
      if (!source || !said.length) return [];
      const file = relative(tree.directory, isWhole ? path : `${module.tree.directory}/${path}`);
      const { isGenerated } = source;
      return said.map(({ text, line, call }) => ({ text, line, call, file, isGenerated }));
    }),
  );
}

/** The key of a table that an import path lies below: `github.com/x/y` for `github.com/x/y/v2/z`. */
export function prefixOf(path: string, keys: string[]): string | undefined {
  return keys.find((key) => path === key || path.startsWith(`${key}/`));
}
