import { join } from "../../files/paths.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import { directoryOf, sourceOf } from "./modules.ts";
import type { PythonProject } from "./project.ts";

/** A Django project: a `manage.py`, and what its settings say. */
export interface DjangoProject {
  /** The directory of `manage.py`, where its modules begin; `.` for the service's own. */
  root: string;
  manage: string;
  /** The module that serves, with its object, and the file that it lies in. */
  served: { entrypoint: string; from: string }[];
  /** Files are collected into `STATIC_ROOT`: where that is said. */
  collects?: string;
}

/** Servers of ASGI, in requirements' words: with one of them and no gunicorn a project is served by it. */
const ASYNCHRONOUS = ["uvicorn", "daphne", "channels[daphne]", "hypercorn", "granian"];

/** The projects of a service, the nearest first. */
export function djangoProjects(tree: Snapshot, project: PythonProject): DjangoProject[] {
  return tree
    .named("manage.py")
    .filter((path) => !/(^|\/)(node_modules|site-packages|\.?venv)\//.test(path))
    .sort((a, b) => a.split("/").length - b.split("/").length)
    .map((manage) => djangoProject(tree, project, manage))
    .filter(({ served }, _index, all) => served.length > 0 || all.length === 1);
}

function djangoProject(tree: Snapshot, { dependencies }: PythonProject, manage: string): DjangoProject {
  const root = directoryOf(manage);
  const kind =
    ASYNCHRONOUS.some((name) => dependencies.has(name)) && !dependencies.has("gunicorn") ? "asgi" : "wsgi";
  const settings = settingsFiles(tree, root, manage);
  const said = settings
    .map((file) => textSetting(tree, file, `${kind.toUpperCase()}_APPLICATION`))
    .find(Boolean);
  const files = [kind, kind === "asgi" ? "wsgi" : "asgi"].map((name) => filesNamed(tree, root, `${name}.py`));
  const found = files.find((each) => each.length) ?? [];
  const named = said
    ? found.filter((file) => `${moduleIn(root, file)}.` === said.replace(/[^.]*$/, ""))
    : undefined;
  const served = (named?.length ? named : found).map((file) => ({
    entrypoint: `${moduleIn(root, file)}:${(named?.length && said?.split(".").at(-1)) || "application"}`,
    from: file,
  }));
  return { root, manage, served, collects: collects(tree, settings) };
}

/** The module that `manage.py` names, with those that it is split into, else whatever is called settings. */
function settingsFiles(tree: Snapshot, root: string, manage: string): string[] {
  const module = namedSettings(tree, manage);
  const path = module && join(root, module.replaceAll(".", "/"));
  const named = path ? [`${path}.py`, join(path, "__init__.py")].filter((file) => tree.has(file)) : [];
  const beside = [...named.map(directoryOf), ...(path ? [path] : [])];
  const split = tree.find(/\.py$/).filter((file) => /(^|\/)settings(\/|\.py$|_\w+\.py$)/.test(file));
  return [
    ...new Set([...named, ...split.filter((file) => !named.length || beside.includes(directoryOf(file)))]),
  ];
}

/** The settings that a file names: `os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")`. */
export function namedSettings(tree: Snapshot, file: string): string | undefined {
  return /DJANGO_SETTINGS_MODULE["'\]\s,=]+["']([\w.]+)["']/.exec(tree.text(file) ?? "")?.[1];
}

/** A setting's text: `WSGI_APPLICATION = "shop.wsgi.application"`. */
function textSetting(tree: Snapshot, file: string, name: string): string | undefined {
  const line = sourceOf(tree, file)?.lines.find(({ code }) => new RegExp(`^${name}\\s*=`).test(code));
  return /=\s*["']([\w.]+)["']/.exec(line?.text ?? "")?.[1];
}

function collects(tree: Snapshot, settings: string[]): string | undefined {
  const isCollected = settings.some((file) => /django\.contrib\.staticfiles/.test(tree.text(file) ?? ""));
  for (const file of isCollected ? settings : []) {
    const line = sourceOf(tree, file)?.lines.find(({ code }) => /^STATIC_ROOT\s*=\s*(?!None)/.test(code));
    if (line) return `${file}:${line.number}`;
  }
  return undefined;
}

/** Not those of tests and the like, unless there are no others: a project may be called so. */
function filesNamed(tree: Snapshot, root: string, name: string): string[] {
  const files = tree.under(root).named(name);
  const own = files.filter(
    (file) => !/(^|\/)(tests?|docs|examples?|site-packages|node_modules)\//.test(file),
  );
  return (own.length ? own : files).map((file) => join(root, file));
}

function moduleIn(root: string, file: string): string {
  const path = root === "." ? file : file.slice(root.length + 1);
  return path.replace(/\.py$/, "").replaceAll("/", ".");
}
