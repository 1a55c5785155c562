import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import ts from "typescript";
import { PROJECT } from "../../../ci/local/paths.ts";

export interface Literal {
  /** The first place that it stands at: `src/report/text.ts:12`. */
  place: string;
  expression: RegExp;
}

/** Every regular expression that stands in our sources, each once. */
export function literalsIn(directories: string[]): Literal[] {
  const found = new Map<string, Literal>();
  for (const file of directories.flatMap(sourcesIn)) {
    const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest);
    const visit = (node: ts.Node): void => {
      if (ts.isRegularExpressionLiteral(node) && !found.has(node.text)) {
        const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
        const at = node.text.lastIndexOf("/");
        const expression = new RegExp(node.text.slice(1, at), node.text.slice(at + 1));
        found.set(node.text, { place: `${relative(PROJECT, file)}:${line}`, expression });
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return [...found.values()];
}

function sourcesIn(directory: string): string[] {
  const files = readdirSync(join(PROJECT, directory), { recursive: true, encoding: "utf8" });
  return files.filter((file) => file.endsWith(".ts")).map((file) => join(PROJECT, directory, file));
}
