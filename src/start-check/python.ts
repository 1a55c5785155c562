import { nearest } from "../yaml/nearest.ts";
import { cannot, FINE, type Looked } from "./finding.ts";
import { absolute, fileAt, follow, type ImageFiles, namesAt, parent, textAt } from "./image-files.ts";
import { optionIn, takeOptions } from "./options.ts";
import { programAt } from "./program.ts";
import { served } from "./python-servers.ts";
import { type Start, searchPath } from "./start.ts";

const VALUED = /^-[WXQ]$|^--check-hash-based-pycs$/;
/** After one of these, all words are the program's. */
const LAST = /^-[BbdEIiOPqsSuvx]*[mc]$/;

/** Whether what `python` is told to run is in the image, and the application that a server is told to load. */
export async function lookAtPython(files: ImageFiles, words: string[], start: Start): Promise<Looked> {
  const asked = takeOptions(words, VALUED, LAST);
  const module = optionIn(asked, /m$/);
  const isCode = asked.options.some(([name]) => /^-[A-Za-z]*c$/.test(name));
  if (isCode || asked.options.some(([name]) => /^(-V|--version|-h|--help)$/.test(name))) return FINE;
  if (module !== undefined) return lookAtModule(files, module, asked.rest, start);
  const [file, ...rest] = asked.rest;
  if (file === undefined)
    return cannot("`python` is started without a file", "say which: `command: [python3, app.py]`");
  if (file === "-") return FINE;
  const path = absolute(file, start.directory);
  const found = follow(files, path);
  if (!found) return cannot(`there is no ${path} in the image`, beside(files, path));
  if (found.entry.kind === "directory" && !hasMain(files, found.path))
    return cannot(`${path} has no __main__.py`, "say the file in `entrypoint:`");
  return lookAtServed(
    files,
    file.slice(file.lastIndexOf("/") + 1).replace(/\.py$/, ""),
    rest,
    start,
    parent(path),
  );
}

/** What a console script of Python's does with its words: `gunicorn app:app`. */
export function lookAtPythonScript(
  files: ImageFiles,
  name: string,
  words: string[],
  start: Start,
): Promise<Looked> {
  return lookAtServed(files, name, words, start, start.directory);
}

async function lookAtModule(
  files: ImageFiles,
  module: string,
  rest: string[],
  start: Start,
): Promise<Looked> {
  const roots = await rootsOf(files, start);
  const found = moduleIn(files, module, roots.folders);
  if (found === undefined)
    return roots.whole
      ? cannot(`there is no module "${module}" in the image`, moduleMend(files, module, start))
      : FINE;
  if (found.isPackage && !hasMain(files, found.path))
    return cannot(
      `the package ${module} has no __main__.py: \`python -m\` can't run it`,
      "say `entrypoint:` or `command:`",
    );
  return lookAtServed(files, module, rest, start, start.directory);
}

async function lookAtServed(files: ImageFiles, server: string, words: string[], start: Start, first: string) {
  const { module, directory } = served(server, words);
  if (!module) return FINE;
  const roots = await rootsOf(files, start);
  const folders = [absolute(directory ?? ".", start.directory), first, ...roots.folders];
  if (moduleIn(files, module, folders) !== undefined || !roots.whole) return FINE;
  return cannot(
    `there is no module "${module}" in the image, which ${server} is told to load`,
    moduleMend(files, module, start),
  );
}

function moduleMend(files: ImageFiles, module: string, { directory }: Start): string {
  const [top = module] = module.split(".");
  const names = namesAt(files, directory).flatMap((name) => /^(\w+)(\.pyc?)?$/.exec(name)?.[1] ?? []);
  const near = nearest(
    top,
    names.filter((name) => name !== top),
  );
  const within = names.find((name) => moduleIn(files, module, [`${directory}/${name}`]));
  if (within)
    return `it lies in ${within}: say \`command:\` with ${within}.${module}, or what is imported from there`;
  return near
    ? `did you mean "${near}"? say \`entrypoint:\` or \`command:\``
    : `name ${top} among the dependencies, or say \`command:\``;
}

/** Folders that modules are looked for in. */
interface Roots {
  folders: string[];
  /** Nothing but these is looked through: no hook of a package finds modules elsewhere. */
  whole: boolean;
}

async function rootsOf(files: ImageFiles, start: Start): Promise<Roots> {
  const { PYTHONPATH = "" } = start.variables;
  const said = PYTHONPATH.split(":")
    .filter(Boolean)
    .map((folder) => absolute(folder, start.directory));
  const own = interpreters(files, start).flatMap((prefix) => libraries(files, prefix));
  const debian = ["/usr/lib/python3/dist-packages"];
  const folders = [start.directory, ...said, ...own, ...debian].filter((folder) => follow(files, folder));
  const more: string[] = [];
  const isArchive = (folder: string) => follow(files, folder)?.entry.kind === "file";
  let whole =
    folders.some((folder) => moduleIn(files, "os", [folder]) !== undefined) && !folders.some(isArchive);
  for (const folder of folders)
    for (const name of namesAt(files, folder).filter((name) => name.endsWith(".pth"))) {
      const lines = ((await textAt(files, `${folder}/${name}`)) ?? "").split("\n").map((line) => line.trim());
      if (name.startsWith("__editable__") && lines.some((line) => line.startsWith("import"))) whole = false;
      more.push(
        ...lines.filter((line) => line && !/^(#|import\s)/.test(line)).map((line) => absolute(line, folder)),
      );
    }
  return { folders: [...folders, ...more], whole: whole && !more.some(isArchive) };
}

/** Prefixes of the interpreters that may run it: where they lie, where they really are, and a virtual environment's own. */
function interpreters(files: ImageFiles, start: Start): string[] {
  const places = searchPath(start).flatMap((folder) =>
    ["python3", "python"].map((name) => `${folder}/${name}`),
  );
  const program = programAt(files, start.command[0] ?? "", start)?.path;
  const all = [...places, ...(program ? [program] : []), "/usr/bin/python3", "/usr/local/bin/python3"];
  return [
    ...new Set(
      all.flatMap((path) => [path, fileAt(files, path)?.path ?? path].map((one) => parent(parent(one)))),
    ),
  ];
}

function libraries(files: ImageFiles, prefix: string): string[] {
  return ["lib", "local/lib", "lib64"].flatMap((lib) =>
    namesAt(files, `${prefix}/${lib}`)
      .filter((name) => /^python3\.\d+t?$/.test(name))
      .flatMap((name) =>
        ["", "/lib-dynload", "/site-packages", "/dist-packages"].map(
          (end) => `${prefix}/${lib}/${name}${end}`,
        ),
      ),
  );
}

/** Where a module lies; a package without `__init__` is one too. */
function moduleIn(
  files: ImageFiles,
  module: string,
  folders: string[],
): { path: string; isPackage: boolean } | undefined {
  const path = module.replaceAll(".", "/");
  for (const folder of folders) {
    const at = `${folder}/${path}`;
    if ([".py", ".pyc"].some((end) => fileAt(files, at + end))) return { path: at, isPackage: false };
    if (follow(files, at)?.entry.kind === "directory") return { path: at, isPackage: true };
    const name = path.slice(path.lastIndexOf("/") + 1);
    if (namesAt(files, parent(at)).some((one) => one.startsWith(`${name}.`) && one.endsWith(".so")))
      return { path: at, isPackage: false };
  }
  return undefined;
}

function hasMain(files: ImageFiles, folder: string): boolean {
  return ["py", "pyc"].some((end) => fileAt(files, `${folder}/__main__.${end}`));
}

function beside(files: ImageFiles, path: string): string {
  const names = namesAt(files, parent(path)).filter((name) => name.endsWith(".py"));
  const near = nearest(path.slice(path.lastIndexOf("/") + 1), names);
  return near
    ? `did you mean ${parent(path)}/${near}? say \`entrypoint:\``
    : "say `entrypoint:` or `command:`";
}
