import type { Snapshot } from "../../files/snapshot.ts";
import { servedBare, servedClass } from "./callables.ts";
import { type Maker, makerOf } from "./frameworks.ts";
import { imported, sourceOf } from "./modules.ts";
import { boundBy, type PythonFunction, type PythonSource } from "./source.ts";

/** How far names are followed from file to file. */
const FAR = 6;

/** What an object of a file is an application of: by what makes it, here or where it is imported from. */
export function madeBy(tree: Snapshot, file: string, name: string, far = 0): Maker | undefined {
  const source = sourceOf(tree, file);
  if (!source || far > FAR) return undefined;
  const [first = name, ...rest] = name.split(".");
  const bound = source.names.get(first);
  if (bound?.called) return makerOfCall(tree, file, source, bound.called, far + 1);
  if (bound?.name && bound.name !== name) return madeBy(tree, file, bound.name, far + 1);
  const own = !rest.length && source.functions.find((each) => each.name === first);
  if (own) return servedBare(own);
  const origin = source.imports.get(first);
  const from = origin && imported(tree, file, [origin, ...rest].join("."));
  return from ? madeBy(tree, from.file, from.name, far + 1) : undefined;
}

/** What a call returns: a class of a framework, one that extends it, or a function that returns one. */
function makerOfCall(
  tree: Snapshot,
  file: string,
  source: PythonSource,
  called: string,
  far: number,
): Maker | undefined {
  if (far > FAR) return undefined;
  const [first = called, ...rest] = called.split(".");
  if (!rest.length) {
    const bases = source.classes.get(first);
    if (bases)
      return (
        bases.map((base) => makerOfCall(tree, file, source, base, far + 1)).find(Boolean) ??
        servedClass(source, first)
      );
    const own = source.functions.find(({ name }) => name === first);
    if (own) return returned(tree, file, source, own, far + 1);
  }
  const origin = [source.imports.get(first) ?? first, ...rest].join(".");
  const from = imported(tree, file, origin);
  const other = from && sourceOf(tree, from.file);
  return from && other ? makerOfCall(tree, from.file, other, from.name, far + 1) : makerOf(origin);
}

/** What a function returns an application of. */
export function returned(
  tree: Snapshot,
  file: string,
  source: PythonSource,
  { body, returns }: PythonFunction,
  far = 0,
): Maker | undefined {
  const said = returns && makerOfCall(tree, file, source, returns, far + 1);
  if (said) return said;
  const bound = new Map(body.flatMap(boundBy));
  for (const { code } of body) {
    const [, called, name = ""] = /^return\s+(?:([\w.]+)\s*\(|(\w+)(?:\.\w+)*\s*$)/.exec(code) ?? [];
    const call = called ?? bound.get(name)?.called;
    const maker = call && makerOfCall(tree, file, source, call, far + 1);
    if (maker) return maker;
    if (name && !bound.has(name)) {
      const global = madeBy(tree, file, name, far + 1);
      if (global) return global;
    }
  }
  return undefined;
}
