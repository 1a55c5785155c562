import { type NamedPath, readFiles } from "../../detection/read-files.ts";
import { join } from "../../files/paths.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import type { Fact } from "../../microservice.ts";
import type { Found } from "./imports.ts";
import { type GoModule, inModule } from "./module.ts";
import type { GoPackage } from "./packages.ts";

/** What takes paths of files or directories: of the standard library, web frameworks, viper and migrations. */
const OPENS =
  /(^|\.)(Open|OpenFile|ReadFile|ReadDir|Stat|Dir|DirFS|Walk|WalkDir|Glob|ParseFiles|ParseGlob|LoadHTML(Glob|Files)|Static(File|FS|Dir)?|ServeFile|SendFile|File|FileServer|AddConfigPath|SetConfigFile|DecodeFile|Load(X509KeyPair|File|Config)?|New|NewFileSystem|Up|Must|Join)$/;

/** What viper reads of a name without an ending. */
const SETTINGS = [".yaml", ".yml", ".json", ".toml", ".properties", ".env"];

/** Calls that read what is compiled into the program. */
const EMBEDDED = /(^|\.)(ParseFS|Sub|FS|ReadFS)$|[Ee]mbed|[fF]s\./;

/**
 * Files that a program names: those that are compiled into it don't lie beside it, and what generated code names is what it
 * was made of.
 */
export function goFiles(
  tree: Snapshot,
  module: GoModule,
  packages: GoPackage[],
  literals: Found[],
  main: string,
): Fact[] {
  const embedded = packages.flatMap(({ path, files }) =>
    files.flatMap(({ source }) =>
      (source?.embeds ?? []).map((pattern) => join(path, withoutPattern(pattern))),
    ),
  );
  const isEmbedded = (text: string) => {
    const path = inModule(tree, module, text.replace(/^\.?\//, "")).replace(/^\.\//, "");
    return embedded.some((each) => path === each || path.startsWith(`${each}/`));
  };
  const named = literals
    .filter(({ isGenerated, call = "" }) => !isGenerated && !EMBEDDED.test(call))
    .filter(({ text }) => !embedded.length || !isEmbedded(text))
    .flatMap(({ text, call = "", file, line }): NamedPath[] => {
      const endings = /(^|\.)SetConfigName$/.test(call) ? SETTINGS : [""];
      return endings.map((ending) => ({ text: text + ending, file, line, isOpened: OPENS.test(call) }));
    });
  const isSource = (path: string) => /\.go$|(^|\/)go\.(mod|sum)$/.test(path);
  const own = readFiles(tree, named, [".", main], isSource);
  if (module.tree.directory === tree.directory) return own;
  const known = new Set(own.map(({ from }) => from));
  return [
    ...own,
    ...ofModule(
      tree,
      module,
      named.filter((each) => !known.has(`${each.file}:${each.line}`)),
      isSource,
    ),
  ];
}

/** Files that paths name from the module's directory, where `go run ./cmd/api` is called: they are inputs, too. */
function ofModule(
  tree: Snapshot,
  { tree: base }: GoModule,
  named: NamedPath[],
  isSource: (path: string) => boolean,
): Fact[] {
  return readFiles(base, named, ["."], isSource).flatMap(({ value, from }): Fact[] => {
    const [path = ""] = value as string[];
    const source = join(base.directory, path);
    if (source === tree.directory || tree.directory.startsWith(`${source}/`)) return [];
    return [
      { field: "files", value: [source === path ? path : `${source}:${path}`], from },
      { field: "inputs", value: [source], from },
    ];
  });
}

/** `all:static` and `static/*` embed `static`. */
function withoutPattern(pattern: string): string {
  const parts = pattern.replace(/^all:/, "").replace(/["`]/g, "").split("/");
  const first = parts.findIndex((part) => /[*?[]/.test(part));
  return (first < 0 ? parts : parts.slice(0, first)).join("/") || ".";
}
