import { join } from "node:path";
import ts from "typescript";
import { expect, it } from "vitest";
import { PROJECT } from "../../../ci/local/paths.ts";

/** As Dagger's introspector opens a module. */
function programOf(files: string[]): ts.Program {
  return ts.createProgram(files, {
    experimentalDecorators: true,
    moduleResolution: ts.ModuleResolutionKind.Node10,
    target: ts.ScriptTarget.ES2022,
    types: [],
  });
}

it("stands in for all declarations that TypeScript has of JavaScript's own", () => {
  const program = programOf(["src/module/libraries.ts", "src/retry.ts"].map((file) => join(PROJECT, file)));
  const read = program.getSourceFiles().map(({ fileName }) => fileName);
  expect(read.filter((file) => file.includes("/typescript/lib/"))).toEqual([]);
  const checker = program.getTypeChecker();
  const retry = program.getSourceFile(join(PROJECT, "src/retry.ts"));
  const types = retry?.statements.filter(ts.isFunctionDeclaration).map((one) => {
    const signature = checker.getSignatureFromDeclaration(one);
    return signature && checker.typeToString(signature.getReturnType());
  });
  expect(types?.filter((type) => type?.startsWith("Promise<"))).not.toEqual([]);
});
