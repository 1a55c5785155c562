import { relative } from "../../files/paths.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import type { Library } from "../system-packages.ts";
import type { GoModule } from "./module.ts";
import type { GoPackage } from "./packages.ts";
import type { GoLiteral } from "./source.ts";

/** A text of a program's sources, with its file as the service sees it. */
export interface Found extends GoLiteral {
  file: string;
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
  return packages.flatMap(({ files }) =>
    files.flatMap(({ path, source }) => {
      const file = relative(
        tree.directory,
        module.tree.under(".").directory === "." ? path : `${module.tree.directory}/${path}`,
      );
      return (source?.[kind] ?? []).map((literal) => ({ ...literal, file }));
    }),
  );
}

/** The key of a table that an import path lies below: `github.com/x/y` for `github.com/x/y/v2/z`. */
export function prefixOf(path: string, keys: string[]): string | undefined {
  return keys.find((key) => path === key || path.startsWith(`${key}/`));
}
