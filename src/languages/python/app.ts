import { join } from "../../files/paths.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import type { PythonProject } from "./project.ts";

/** What serves or starts a Python service. */
export interface PythonApp {
  /** `module:object`, or a file that is run as it is. */
  entrypoint: string;
  /** The file that tells it. */
  from: string;
  /** The object is a function that makes the application. */
  factory?: boolean;
  /** Directory that the module is relative to: `src`. */
  home?: string;
}

/** Frameworks by interface. */
export const WSGI = ["flask", "django", "bottle", "falcon", "pyramid", "cherrypy", "dash"];
export const ASGI = ["fastapi", "starlette", "litestar", "quart", "blacksheep", "sanic"];

/** File names by habit, the likeliest first. */
const NAMES = ["wsgi", "asgi", "app", "main", "application", "server", "api"];

/** Directories that hold no service of their own. */
const ASIDE =
  /(^|\/)(tests?|docs|examples?|migrations|scripts|venv|env|node_modules|site-packages|\.[^/]+)\//;

/** The applications that paths tell, the likeliest first; one, unless Django has several projects. */
export function pythonApps(tree: Snapshot, project: PythonProject): PythonApp[] {
  if (tree.has("manage.py")) return djangoApps(tree, project);
  const served = [...WSGI, ...ASGI, "gunicorn", "uvicorn"].some((name) => project.dependencies.has(name));
  for (const home of homes(tree, project)) {
    for (const name of NAMES) {
      const file = join(home, `${name}.py`);
      if (tree.has(file)) return [served ? application(tree, file, name) : { entrypoint: file, from: file }];
    }
  }
  return [...packageApps(tree, served), ...scripts(project), ...onlyFile(tree, served)].slice(0, 1);
}

/** `src/pkg/app.py` is module `pkg.app` in `src`. */
export function moduleOf(file: string): { module: string; home?: string } {
  const inSource = file.startsWith("src/");
  const module = (inSource ? file.slice(4) : file).replace(/\.py$/, "").replaceAll("/", ".");
  return { module: module.replace(/\.__(init|main)__$/, ""), home: inSource ? "src" : undefined };
}

/** The root, `app/`, the project's own package, and the same in `src/`. */
function homes(tree: Snapshot, { name }: PythonProject): string[] {
  const own = name?.toLowerCase().replace(/[.-]+/g, "_");
  const packages = [
    ...new Set(tree.find(/^(src\/)?[^/]+\/__init__\.py$/).filter((path) => !ASIDE.test(path))),
  ].map((path) => join(path, ".."));
  return [".", "app", "src", ...(own ? [own, `src/${own}`] : []), "src/app", ...packages].filter(
    (home) => home === "." || tree.hasDirectory(home),
  );
}

function djangoApps(tree: Snapshot, { dependencies }: PythonProject): PythonApp[] {
  const asynchronous =
    ["uvicorn", "daphne", "hypercorn", "granian"].some((name) => dependencies.has(name)) &&
    !dependencies.has("gunicorn");
  const found = (kind: string) =>
    tree.find(new RegExp(`^([^/]+/)*${kind}\\.py$`)).filter((path) => !ASIDE.test(path));
  const files = asynchronous && found("asgi").length ? found("asgi") : found("wsgi");
  return files.map((file) => ({
    entrypoint: `${moduleOf(file).module}:application`,
    from: file,
    home: moduleOf(file).home,
  }));
}

const CALL =
  /^(\w+)\s*(?::[^=\n]+)?=\s*(?:[\w.]+\.)?(Flask|FastAPI|Starlette|Litestar|Quart|Sanic|Bottle|Falcon|App|API|Dash|BlackSheep|Application|get_[aw]sgi_application|create_app|make_app|build_app)\(/m;
const FACTORY = /^(?:async )?def (create_app|make_app|build_app|get_app|app_factory)\(/m;

/** The object's name by the source where it is read, else by habit. */
function application(tree: Snapshot, file: string, name: string): PythonApp {
  const { module, home } = moduleOf(file);
  const text = tree.text(file);
  const object = text && CALL.exec(text)?.[1];
  const made =
    text && !object && !/^(from .+ )?import .*\b(app|application)\b/m.test(text)
      ? FACTORY.exec(text)?.[1]
      : undefined;
  const imported = text && /^from .+ import .*\b(app|application)\b/m.exec(text)?.[1];
  const habit = text === undefined && name.endsWith("sgi") ? "application" : "app";
  return {
    entrypoint: `${module}:${object || made || imported || habit}`,
    from: file,
    factory: Boolean(made),
    home,
  };
}

/** `python -m pkg`. */
function packageApps(tree: Snapshot, served: boolean): PythonApp[] {
  if (served) return [];
  const [file] = tree.find(/^(src\/)?([^/]+\/)?__main__\.py$/).filter((path) => !ASIDE.test(path));
  return file
    ? [
        {
          entrypoint: file === "__main__.py" ? file : moduleOf(file).module,
          from: file,
          home: moduleOf(file).home,
        },
      ]
    : [];
}

/** The only file at the root that is neither a test nor a tool's. */
function onlyFile(tree: Snapshot, served: boolean): PythonApp[] {
  const files = tree.find(/^(?!test_|conftest|setup|noxfile|tasks|fabfile|locustfile)[^/.]+\.py$/);
  const [only] = files;
  if (!only || files.length > 1) return [];
  return [served ? application(tree, only, only.slice(0, -3)) : { entrypoint: only, from: only }];
}

/** The only console script. */
function scripts({ pyproject }: PythonProject): PythonApp[] {
  const all = ["project.scripts", "tool.poetry.scripts"].flatMap(
    (name) => pyproject?.all(name)[0]?.entries ?? [],
  );
  const [only] = all;
  return only?.values[0] && all.length === 1
    ? [{ entrypoint: only.values[0], from: `pyproject.toml:${only.line}` }]
    : [];
}

/** Where `pkg.module:object`, `pkg.module` or a file may lie; sources may lie in `src/`. */
export function modulePlaces(entrypoint: string): string[] {
  const [module = ""] = entrypoint.split(":");
  if (module.includes("/") || module.endsWith(".py")) return [join(".", module)];
  const path = module.replaceAll(".", "/");
  const ends = [".py", "/__init__.py", "/__main__.py"];
  return ["", "src/"].flatMap((home) => ends.map((end) => `${home}${path}${end}`));
}
