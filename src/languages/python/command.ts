import type { Snapshot } from "../../files/snapshot.ts";
import type { PythonApp } from "./app.ts";
import type { PythonProject } from "./project.ts";
import { SERVERS, serverFor } from "./servers.ts";

/** A start command, and why this one. */
export interface PythonCommand {
  words: string[];
  from: string;
}

/** Runs a module of Python's. */
function pythonModule(words: string[]): string[] {
  return ["python3", "-m", ...words];
}

/**
 * Serves a `module:object` with the server that is installed, else with its framework's own; undefined for a
 * file, which Python runs, and where nothing can serve it.
 */
export function pythonCommand(
  tree: Snapshot,
  project: PythonProject,
  app: PythonApp,
  port: number,
): PythonCommand | undefined {
  if (app.command) return { words: app.command, from: app.from };
  if (!app.entrypoint.includes(":"))
    return app.entrypoint.endsWith(".py")
      ? undefined
      : { words: pythonModule([app.entrypoint]), from: app.from };
  if (!app.interface) return calling(app);
  const found = serverFor(project.dependencies, app);
  const words = found && SERVERS[found.server]?.(app.entrypoint, String(port), app, tree);
  return found && words
    ? { words: pythonModule(words), from: found.from }
    : ownServer(project, app, String(port));
}

/** Frameworks that have a server of their own, for want of a better one. */
const OWN: Record<string, (app: PythonApp, port: string) => string[]> = {
  flask: ({ entrypoint, factory }, port) =>
    pythonModule([
      "flask",
      "--app",
      factory ? `${entrypoint}()` : entrypoint,
      "run",
      "--host",
      "0.0.0.0",
      "--port",
      port,
    ]),
  django: ({ manage = "manage.py" }, port) => [
    "python3",
    manage,
    "runserver",
    "--noreload",
    `0.0.0.0:${port}`,
  ],
  sanic: ({ entrypoint, factory }, port) =>
    pythonModule([
      "sanic",
      ...(factory ? ["--factory"] : []),
      "--host",
      "0.0.0.0",
      "--port",
      port,
      entrypoint,
    ]),
};

function ownServer({ manifest }: PythonProject, app: PythonApp, port: string): PythonCommand | undefined {
  const framework = ["apiflask", "flask-openapi3", "eve"].includes(app.framework ?? "")
    ? "flask"
    : app.framework;
  const serve = framework && OWN[framework];
  const why = `default of ${framework}: ${manifest} has no gunicorn, uvicorn or the like`;
  return serve ? { words: serve(app, port), from: why } : undefined;
}

/** A console script's function is called. */
function calling({ entrypoint, from }: PythonApp): PythonCommand {
  const [module, object = "main"] = entrypoint.split(":");
  const name = object.split(".")[0];
  return {
    words: ["python3", "-c", `import sys; from ${module} import ${name}; sys.exit(${object}())`],
    from,
  };
}
