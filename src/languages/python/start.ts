import type { Snapshot } from "../../files/snapshot.ts";
import { fileApp, listeningAt, one, type PythonApp, type Start } from "./app.ts";
import { candidates, codeFiles, NAMES, nameOf } from "./apps.ts";
import { type ConsoleScript, consoleScripts } from "./console-scripts.ts";
import { type DjangoProject, djangoProjects } from "./django.ts";
import type { Interface } from "./frameworks.ts";
import { moduleOf, modulePlaces, sourceOf } from "./modules.ts";
import type { PythonProject } from "./project.ts";
import { isProgram } from "./script.ts";
import { chosenProgram } from "./scripts.ts";
import { servedStart } from "./server-start.ts";
import { streamlit, type Worker, workers } from "./workers.ts";

/** The likeliest first: Django, an application that is served, a page, a program, a worker, a console script. */
export function pythonStart(tree: Snapshot, project: PythonProject): Start {
  const django = djangoProjects(tree, project);
  if (django.some(({ served }) => served.length)) return djangoStart(django);
  const apps = candidates(tree, project).filter((each) => each.interface !== "own");
  const served = servedStart(tree, project, apps);
  if (served) return served;
  const [page, ...pages] = streamlit(tree, project);
  if (page) return pages.length ? { among: [page, ...pages].map(({ from }) => from) } : one(workerApp(page));
  return programStart(tree, project);
}

function djangoStart(projects: DjangoProject[]): Start {
  const all = projects.flatMap(({ root, manage, served }) =>
    served.map((each) => ({ ...each, root, manage })),
  );
  const [first, ...others] = all;
  if (!first || others.length) return { among: all.map(({ entrypoint }) => entrypoint) };
  const kind: Interface = first.from.endsWith("asgi.py") ? "asgi" : "wsgi";
  const { manage, ...app } = first;
  return one({
    ...app,
    framework: "django",
    interface: kind,
    isStartedInRoot: true,
    manage: nameOfFile(manage),
  });
}

function nameOfFile(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function programStart(tree: Snapshot, project: PythonProject): Start {
  const { program, among } = chosenProgram(tree);
  const [worker, ...others] = workers(tree, project);
  if (worker && !program?.serves)
    return others.length ? { among: [worker, ...others].map(({ from }) => from) } : one(workerApp(worker));
  if (program) return one(packageApp(tree, program.file) ?? fileApp(tree, program.file));
  if (among.length > 1) return { among };
  return lastResort(tree, project);
}

function workerApp({ words, from, root, port }: Worker): PythonApp {
  const said = port ? { port: { value: port, from: "default of streamlit" } } : {};
  return { entrypoint: words.slice(2).join(" "), from, command: words, root, ...said };
}

/** `python3 -m pkg`. */
function packageApp(tree: Snapshot, file: string): PythonApp | undefined {
  if (nameOf(file) !== "__main__" || file === "__main__.py") return undefined;
  const { name, root } = moduleOf(tree, file);
  return { ...fileApp(tree, file), entrypoint: name, root };
}

/** What says of itself that it starts: `__main__.py`, the only console script, a file by name, the only file. */
function lastResort(tree: Snapshot, { pyproject, name }: PythonProject): Start {
  const files = codeFiles(tree);
  const main = files.find((file) => nameOf(file) === "__main__");
  if (main) return one(packageApp(tree, main) ?? fileApp(tree, main));
  const scripts = consoleScripts(tree, pyproject);
  const named = scripts.filter((each) => each.name === name);
  const [only, ...others] = named.length ? named : scripts;
  if (only && !others.length) return one(scriptApp(tree, only));
  const usual = NAMES.slice(0, 12).flatMap((name) => [`${name}.py`, `app/${name}.py`, `src/${name}.py`]);
  const file = usual.find((path) => tree.has(path)) ?? onlyFile(tree);
  const source = file && sourceOf(tree, file);
  return file && (!source || isProgram(source)) ? one(fileApp(tree, file)) : { among: [] };
}

/** A console script's function is called, in the file that it lies in. */
function scriptApp(tree: Snapshot, { target, from }: ConsoleScript): PythonApp {
  const file = modulePlaces(target).find((place) => tree.has(place));
  const { port, isLocal } = file ? listeningAt(tree, file) : {};
  const src = tree.hasDirectory("src") ? { root: "src" } : {};
  return { entrypoint: target, from, ...src, ...(port && { port }), ...(isLocal && { isLocal }) };
}

/** The only file at the root that is neither a test nor a tool's. */
function onlyFile(tree: Snapshot): string | undefined {
  const files = codeFiles(tree).filter((path) => !path.includes("/") && !/^(tasks|\.)/.test(path));
  return files.length === 1 ? files[0] : undefined;
}
