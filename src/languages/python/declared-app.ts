import type { Snapshot } from "../../files/snapshot.ts";
import { listeningAt, type PythonApp } from "./app.ts";
import { madeBy, returned } from "./application-kind.ts";
import { ASGI, WSGI } from "./frameworks.ts";
import { moduleOf, sourceOf } from "./modules.ts";
import type { PythonProject } from "./project.ts";
import { SERVERS } from "./servers.ts";

/** An entry point of the descriptor's: a file is run, an application served, a function called. */
export function declaredApp(tree: Snapshot, project: PythonProject, entrypoint: string): PythonApp {
  const factory = entrypoint.endsWith("()");
  const plain = entrypoint.replace(/\(\)$/, "");
  const [place = "", object] = plain.split(":");
  const app: PythonApp = { entrypoint: plain, from: "entrypoint", factory };
  if (!object) return place.endsWith(".py") ? { ...app, port: listeningAt(tree, place).port } : app;
  const isFile = place.includes("/") || place.endsWith(".py");
  const file = isFile ? place : fileOf(tree, place);
  const { name, root, isBare } = isFile ? moduleOf(tree, place) : { name: place, root: ".", isBare: false };
  const maker = file ? makerIn(tree, file, object) : undefined;
  return {
    ...app,
    entrypoint: `${name}:${object}`,
    framework: maker?.framework ?? frameworkOf(project),
    interface: !maker || maker.interface === "own" ? usualInterface(project, place) : maker.interface,
    root: isFile ? root : file?.startsWith("src/") && !place.startsWith("src") ? "src" : undefined,
    isStartedInRoot: isBare,
  };
}

function fileOf(tree: Snapshot, module: string): string | undefined {
  const path = module.replaceAll(".", "/");
  const files = ["", "src/"].flatMap((home) => [`${home}${path}.py`, `${home}${path}/__init__.py`]);
  return files.find((each) => tree.has(each));
}

function makerIn(tree: Snapshot, file: string, object: string) {
  const source = sourceOf(tree, file);
  const made = source?.functions.find(({ name }) => name === object);
  return madeBy(tree, file, object) ?? (source && made && returned(tree, file, source, made));
}

function frameworkOf({ dependencies }: PythonProject): string | undefined {
  return [...WSGI, ...ASGI].find((name) => dependencies.has(name));
}

/** How it is served where its code doesn't tell; absent where nothing serves: it is called. */
function usualInterface(project: PythonProject, place: string): PythonApp["interface"] {
  const framework = frameworkOf(project);
  const isServed = framework || Object.keys(SERVERS).some((name) => project.dependencies.has(name));
  if (!isServed) return undefined;
  return ASGI.includes(framework ?? "") || /(^|[./])asgi$/.test(place) ? "asgi" : "wsgi";
}
