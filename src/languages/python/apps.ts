import type { Snapshot } from "../../files/snapshot.ts";
import { madeBy, returned } from "./application-kind.ts";
import { servedBare } from "./callables.ts";
import type { Interface } from "./frameworks.ts";
import { directoryOf, sourceOf } from "./modules.ts";
import type { PythonProject } from "./project.ts";

/** An application that a file has. */
export interface AppCandidate {
  file: string;
  /** The object, or the function that makes it. */
  name: string;
  line?: number;
  isFactory?: boolean;
  /** It is made elsewhere, and imported by this file. */
  isImported?: boolean;
  framework?: string;
  interface?: Interface;
}

/** File names by habit, the likeliest first. */
export const NAMES = [
  ...[
    "wsgi",
    "asgi",
    "app",
    "main",
    "application",
    "server",
    "api",
    "run",
    "web",
    "service",
    "index",
    "start",
  ],
  ...["__init__", "__main__"],
];

/** Objects by habit, the likeliest first. */
const OBJECTS = ["app", "application", "server", "api", "asgi", "asgi_app", "wsgi", "wsgi_app"];

/** Directories that hold no service of their own, unless there is nothing else. */
const ASIDE =
  /(^|\/)(tests?|testing|docs?|examples?|samples?|migrations|versions|scripts|tools|benchmarks?|venv|env|node_modules|site-packages|build|dist|\.[^/]+)\//;
const TOOLS =
  /(^|\/)(test_[^/]*|[^/]*_test|conftest|setup|noxfile|fabfile|locustfile|gunicorn[\w.]*conf[\w.]*|manage)\.py$/;

/** Most files of one service whose code is read. */
const MOST = 400;

/** Python files that may start something, the shallowest first. */
export function codeFiles(tree: Snapshot): string[] {
  const files = tree.find(/\.py$/).filter((path) => !TOOLS.test(path));
  const own = files.filter((path) => !ASIDE.test(path));
  return (own.length ? own : files).sort((a, b) => depthOf(a) - depthOf(b)).slice(0, MOST);
}

/** Every application that the code has, the likeliest first. */
export function candidates(tree: Snapshot, project: PythonProject): AppCandidate[] {
  const all = codeFiles(tree).flatMap((file) => candidatesIn(tree, file));
  return all.sort((a, b) => rank(a, project) - rank(b, project));
}

function candidatesIn(tree: Snapshot, file: string): AppCandidate[] {
  const source = sourceOf(tree, file);
  if (!source) return [];
  const isStarter = NAMES.indexOf(nameOf(file)) >= 0 && nameOf(file) !== "__init__";
  const names = [
    ...[...source.names].map(([name, { line }]) => ({ name, line, isImported: false })),
    ...(isStarter ? [...source.imports.keys()] : [])
      .filter((name) => OBJECTS.includes(name) && !source.names.has(name))
      .map((name) => ({ name, line: undefined, isImported: true })),
  ];
  const objects = names.flatMap((found): AppCandidate[] => {
    const maker = madeBy(tree, file, found.name);
    // Dash's own object is no application of WSGI: its `server` is.
    const isPage = maker?.framework === "dash" && Boolean(source.names.get(found.name)?.called);
    const kind = isPage ? "own" : maker?.interface;
    return maker ? [{ file, ...found, framework: maker.framework, interface: kind }] : [];
  });
  const bare = source.functions.flatMap(({ name, line, ...made }): AppCandidate[] => {
    const maker = made.isDecorated ? undefined : servedBare(made);
    return maker ? [{ file, name, line, interface: maker.interface }] : [];
  });
  const factories = source.functions.flatMap((made): AppCandidate[] => {
    const maker = made.isDecorated || made.required ? undefined : returned(tree, file, source, made);
    const { name, line } = made;
    return maker
      ? [{ file, name, line, isFactory: true, framework: maker.framework, interface: maker.interface }]
      : [];
  });
  return [...objects, ...bare, ...factories];
}

/** Objects over functions that make them and over what no framework makes, near over deep, files and names by habit. */
export function rank({ file, name, isFactory, framework }: AppCandidate, project: PythonProject): number {
  const at = (list: string[], word: string) => (list.indexOf(word) < 0 ? list.length : list.indexOf(word));
  return (
    (isFactory ? 1e6 : 0) +
    // What wraps an application of its own file is called by habit, and is the one.
    (framework || OBJECTS.includes(name) ? 0 : 5e5) +
    homeOf(file, project) * 1e4 +
    at(NAMES, nameOf(file)) * 1e2 +
    at(OBJECTS, name)
  );
}

/** 0 at the service's root, 1 in `app`, `src` and the project's own package, else by depth. */
function homeOf(file: string, { name }: PythonProject): number {
  const directory = directoryOf(file).replace(/^src\/(?=.)/, "");
  if (directory === ".") return 0;
  const own = name?.toLowerCase().replace(/[.-]+/g, "_");
  return ["app", "src", own].includes(directory) ? 1 : 1 + depthOf(directory) + 1;
}

export function nameOf(file: string): string {
  return file.slice(file.lastIndexOf("/") + 1).replace(/\.py$/, "");
}

function depthOf(path: string): number {
  return path.split("/").length - 1;
}
