import type { Snapshot } from "../../files/snapshot.ts";
import type { TomlTables } from "../../manifests/toml.ts";

/** A program that installing the service's own package makes. */
export interface ConsoleScript {
  name: string;
  /** `package.module:function`. */
  target: string;
  /** `setup.cfg:12`. */
  from: string;
}

/** What pyproject.toml, setup.cfg and setup.py say, in this order. */
export function consoleScripts(tree: Snapshot, pyproject: TomlTables | undefined): ConsoleScript[] {
  const tables = ["project.scripts", "tool.poetry.scripts"].flatMap((name) => pyproject?.all(name) ?? []);
  const said = tables.flatMap(({ entries }) =>
    entries.flatMap(({ key, values, line }): ConsoleScript[] =>
      values[0] ? [{ name: key, target: values[0], from: `pyproject.toml:${line}` }] : [],
    ),
  );
  return said.length ? said : ["setup.cfg", "setup.py"].flatMap((file) => scriptsIn(tree, file));
}

/** Lines such as `serve = shop.web:main` below `console_scripts`, quoted or not. */
function scriptsIn(tree: Snapshot, file: string): ConsoleScript[] {
  const text = tree.text(file) ?? "";
  const list = /console_scripts["']?\s*[=:]\s*(\[[^\]]*\]|(?:\n[ \t]+\S.*)+)/.exec(text);
  return [...(list?.[0] ?? "").matchAll(/([\w.-]+)\s*=\s*([\w.]+:[\w.]+)/g)].map((found) => ({
    name: found[1] as string,
    target: found[2] as string,
    from: `${file}:${text.slice(0, (list?.index ?? 0) + found.index).split("\n").length}`,
  }));
}
