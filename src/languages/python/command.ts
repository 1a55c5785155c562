import type { Snapshot } from "../../files/snapshot.ts";
import { ASGI, type PythonApp } from "./app.ts";
import type { PythonProject } from "./project.ts";

/** A start command, and why this one. */
export interface PythonCommand {
  words: string[];
  from: string;
}

type Serve = (
  target: string,
  port: string,
  app: PythonApp,
  tree: Snapshot,
  asynchronous: boolean,
) => string[];

/** Servers in the order in which one wins where several are installed. */
const SERVERS: Record<string, Serve> = {
  gunicorn: (target, port, app, tree, asynchronous) => [
    "gunicorn",
    ...(asynchronous ? ["--worker-class", "uvicorn.workers.UvicornWorker"] : []),
    ...home(app, "--chdir"),
    // Its own default needs a writable /tmp, which a read-only container lacks.
    ...(tree.has("gunicorn.conf.py") ? [] : ["--bind", `0.0.0.0:${port}`, "--worker-tmp-dir", "/dev/shm"]),
    app.factory ? `${target}()` : target,
  ],
  uvicorn: (target, port, app) => [
    "uvicorn",
    ...home(app, "--app-dir"),
    ...(app.factory ? ["--factory"] : []),
    "--host",
    "0.0.0.0",
    "--port",
    port,
    target,
  ],
  hypercorn: (target, port, app) => [
    "hypercorn",
    "--bind",
    `0.0.0.0:${port}`,
    app.factory ? `${target}()` : target,
  ],
  granian: (target, port, app, _tree, asynchronous) => [
    "granian",
    "--interface",
    asynchronous ? "asgi" : "wsgi",
    ...home(app, "--working-dir"),
    ...(app.factory ? ["--factory"] : []),
    "--host",
    "0.0.0.0",
    "--port",
    port,
    target,
  ],
  daphne: (target, port) => ["daphne", "-b", "0.0.0.0", "-p", port, target],
  waitress: (target, port, app) => [
    "waitress",
    `--listen=0.0.0.0:${port}`,
    ...(app.factory ? ["--call"] : []),
    target,
  ],
};

/** Extras of frameworks that bring a server. */
const BROUGHT: Record<string, string> = {
  "fastapi[standard]": "uvicorn",
  "fastapi[all]": "uvicorn",
  "starlette[full]": "uvicorn",
};

/** Serves a `module:object` with the server that is installed; undefined for a file, which Python runs. */
export function pythonCommand(
  tree: Snapshot,
  project: PythonProject,
  app: PythonApp,
  port: number,
): PythonCommand | undefined {
  const { dependencies } = project;
  const asynchronous = ASGI.some((name) => dependencies.has(name)) || /\basgi:/.test(app.entrypoint);
  const brought = Object.keys(BROUGHT).find((name) => dependencies.has(name));
  const server = Object.keys(SERVERS).find((name) => dependencies.has(name)) ?? BROUGHT[brought ?? ""];
  const words = (rest: string[]) => ["python3", "-m", ...rest];
  const isFile = !app.entrypoint.includes(":");
  if (isFile)
    return app.entrypoint.endsWith(".py") ? undefined : { words: words([app.entrypoint]), from: app.from };
  const serve = SERVERS[server ?? ""];
  if (serve && server) {
    const from = dependencies.get(server) ?? dependencies.get(brought ?? "") ?? project.manifest;
    return { words: words(serve(app.entrypoint, String(port), app, tree, asynchronous)), from };
  }
  return withoutServer(project, app, port, words);
}

/** Frameworks' own servers, for want of a better; a console script is called. */
function withoutServer(
  { dependencies, manifest }: PythonProject,
  app: PythonApp,
  port: number,
  words: (rest: string[]) => string[],
): PythonCommand | undefined {
  const own = (name: string) => `default of ${name}: ${manifest} has no gunicorn, uvicorn or the like`;
  if (dependencies.has("flask"))
    return {
      words: words(["flask", "--app", app.entrypoint, "run", "--host", "0.0.0.0", "--port", String(port)]),
      from: own("flask"),
    };
  if (dependencies.has("django"))
    return {
      words: ["python3", "manage.py", "runserver", "--noreload", `0.0.0.0:${port}`],
      from: own("django"),
    };
  if (ASGI.some((name) => dependencies.has(name))) return undefined;
  const [module, object = "main"] = app.entrypoint.split(":");
  return {
    words: ["python3", "-c", `import sys; from ${module} import ${object}; sys.exit(${object}())`],
    from: app.from,
  };
}

function home({ home: directory }: PythonApp, flag: string): string[] {
  return directory ? [flag, directory] : [];
}
