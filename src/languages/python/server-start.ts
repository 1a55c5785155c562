import type { Snapshot } from "../../files/snapshot.ts";
import { fileApp, listeningAt, one, type PythonApp, type Start } from "./app.ts";
import { type AppCandidate, codeFiles, NAMES, nameOf } from "./apps.ts";
import { ASGI, type Interface, WSGI } from "./frameworks.ts";
import { directoryOf, imported, moduleOf, sourceOf } from "./modules.ts";
import type { PythonProject } from "./project.ts";
import { scriptOf } from "./script.ts";
import { chosenProgram } from "./scripts.ts";
import { serverFor } from "./servers.ts";
import { siblingsOf } from "./siblings.ts";

/** The application that is meant; a file that runs itself is run where no server is installed for it. */
export function servedStart(tree: Snapshot, project: PythonProject, apps: AppCandidate[]): Start | undefined {
  const [best] = apps;
  if (!best) return habitual(tree, project);
  const rivals = apps.filter((each) => isRival(tree, best, each, project));
  if (rivals.length) return { among: [best, ...rivals].map((each) => appOf(tree, each).entrypoint) };
  const apart = siblingsOf(best, apps).filter((each) => isApart(tree, best, each));
  if (apart.length) return { among: [best, ...apart].map(inFile) };
  const app = appOf(tree, best);
  const source = sourceOf(tree, best.file);
  const script = source && scriptOf(source);
  const isServed =
    serverFor(project.dependencies, app) ||
    ["flask", "apiflask", "sanic", "django"].includes(best.framework ?? "");
  if (isServed) return one(app);
  if (script) return one(fileApp(tree, best.file));
  const { program } = chosenProgram(tree);
  return one(program ? fileApp(tree, program.file) : app);
}

/** Another application as near, of the same kind, that has nothing to do with this one. */
function isRival(tree: Snapshot, best: AppCandidate, other: AppCandidate, project: PythonProject): boolean {
  const isAlike = !best.isFactory === !other.isFactory && !other.isImported && other.file !== best.file;
  // What no framework makes may only wrap what one does.
  if (best.framework && !other.framework) return false;
  const near = directoryOf(best.file) === directoryOf(other.file);
  const habits = [best, other].map(({ file }) => NAMES.includes(nameOf(file)));
  if (!isAlike || !near || (habits[0] && !habits[1] && project.name !== nameOf(other.file))) return false;
  return !uses(tree, best.file, other.file) && !uses(tree, other.file, best.file);
}

/** The same in a directory beside this one. */
function isApart(tree: Snapshot, best: AppCandidate, { file, isFactory, isImported }: AppCandidate): boolean {
  return (
    !best.isFactory === !isFactory &&
    !isImported &&
    !uses(tree, best.file, file) &&
    !uses(tree, file, best.file)
  );
}

/** An entry point by its file: modules of the same name lie in several directories. */
function inFile({ file, name, isFactory }: AppCandidate): string {
  return `${file}:${name}${isFactory ? "()" : ""}`;
}

function uses(tree: Snapshot, file: string, other: string, depth = 0): boolean {
  const origins = [...(sourceOf(tree, file)?.imports.values() ?? [])];
  const files = origins.flatMap((origin) => [
    imported(tree, file, origin)?.file,
    imported(tree, file, `${origin}.any`)?.file,
  ]);
  if (files.includes(other)) return true;
  const next = [...new Set(files)].filter((each): each is string => each !== undefined && each !== file);
  return depth < 2 && next.some((each) => uses(tree, each, other, depth + 1));
}

function appOf(tree: Snapshot, candidate: AppCandidate): PythonApp {
  const { file, name, isFactory, framework, interface: kind } = candidate;
  const { name: module, root, isBare } = moduleOf(tree, file);
  const { port, isDirect } = listeningAt(tree, file);
  return {
    entrypoint: `${module}:${name}`,
    from: file,
    factory: Boolean(isFactory),
    framework,
    interface: kind,
    root,
    isStartedInRoot: isBare,
    // Where its own program listens: others may count on it.
    port: isDirect ? port : runBy(tree, `${module}:${name}`),
  };
}

/** What a program that names it listens on: `uvicorn.run("shop.main:app", port=8001)`. */
function runBy(tree: Snapshot, entrypoint: string): PythonApp["port"] {
  for (const file of codeFiles(tree)) {
    const found = listeningAt(tree, file);
    const line =
      found.isDirect &&
      sourceOf(tree, file)?.lines.find(
        ({ text }) => /\brun\(/.test(text) && new RegExp(`["']${entrypoint}["']`).test(text),
      );
    if (line) return found.port;
  }
  return undefined;
}

/** Files by name, where their text isn't known. */
function habitual(tree: Snapshot, { dependencies }: PythonProject): Start | undefined {
  const framework = [...WSGI, ...ASGI].find((name) => dependencies.has(name));
  const isServed = framework || ["gunicorn", "uvicorn"].some((name) => dependencies.has(name));
  const files = codeFiles(tree).filter((file) => !sourceOf(tree, file));
  const named = NAMES.slice(0, 7).flatMap((name) => files.filter((file) => nameOf(file) === name));
  const roots = tree.find(/^[^/]+\.py$/).filter((file) => files.includes(file));
  const file = named[0] ?? (files.length === 1 && roots.length === 1 ? roots[0] : undefined);
  if (!file || !isServed) return undefined;
  const { name: module, root, isBare } = moduleOf(tree, file);
  const object = nameOf(file).endsWith("sgi") ? "application" : "app";
  const kind: Interface = ASGI.includes(framework ?? "") || nameOf(file) === "asgi" ? "asgi" : "wsgi";
  return one({
    entrypoint: `${module}:${object}`,
    from: file,
    interface: kind,
    framework,
    root,
    isStartedInRoot: isBare,
  });
}
