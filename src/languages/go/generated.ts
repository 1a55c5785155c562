import type { Snapshot } from "../../files/snapshot.ts";
import type { Fault } from "../../yaml/fault.ts";
import { textsOf } from "./imports.ts";
import type { GoModule } from "./module.ts";
import { type GoPackage, moduleDirectories, placeOf } from "./packages.ts";

/** Packages of the repository that a program imports and the repository lacks: somebody's machine makes them. */
export function absentFaults(tree: Snapshot, module: GoModule, packages: GoPackage[]): Fault[] {
  const { tree: base, directives } = module;
  const modules = moduleDirectories(base);
  const required = directives.filter(({ name }) => name === "require").map(({ rest }) => rest.split(/\s/)[0]);
  const [generated] = textsOf(tree, module, packages, "generates");
  const lacking = textsOf(tree, module, packages, "imports").filter(({ text }) => {
    const place = placeOf(text, modules);
    if (place === undefined || required.some((other) => `${text}/`.startsWith(`${other}/`))) return false;
    return !base.under(place).paths.some((file) => /^[^/]+\.go$/.test(file));
  });
  return lacking.map(({ text, file, line }) => ({
    file,
    line,
    message: `imports ${text}, which the repository lacks`,
    hint: generated
      ? `commit what \`${generated.text.slice(0, 60)}\` makes (${generated.file}:${generated.line})`
      : "commit it: nothing is generated here",
  }));
}
