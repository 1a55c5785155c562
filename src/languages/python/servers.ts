import type { Snapshot } from "../../files/snapshot.ts";
import type { PythonApp } from "./app.ts";

/** The words that start a server, after `python3 -m`. */
type Serve = (target: string, port: string, app: PythonApp, tree: Snapshot) => string[];

/** Servers in the order in which one wins where several are installed. */
export const SERVERS: Record<string, Serve> = {
  gunicorn: (target, port, app, tree) => [
    "gunicorn",
    ...(app.interface === "asgi" ? ["--worker-class", "uvicorn.workers.UvicornWorker"] : []),
    // Its own default needs a writable /tmp, which a read-only container lacks.
    ...(tree.has("gunicorn.conf.py") ? [] : ["--bind", `0.0.0.0:${port}`, "--worker-tmp-dir", "/dev/shm"]),
    app.factory ? `${target}()` : target,
  ],
  uvicorn: (target, port, app) => [
    "uvicorn",
    ...(app.interface === "wsgi" ? ["--interface", "wsgi"] : []),
    ...(app.factory ? ["--factory"] : []),
    ...["--host", "0.0.0.0", "--port", port],
    target,
  ],
  hypercorn: (target, port, app) => [
    "hypercorn",
    "--bind",
    `0.0.0.0:${port}`,
    app.factory ? `${target}()` : target,
  ],
  granian: (target, port, app) => [
    "granian",
    ...["--interface", app.interface === "asgi" ? "asgi" : "wsgi"],
    ...(app.factory ? ["--factory"] : []),
    ...["--host", "0.0.0.0", "--port", port],
    target,
  ],
  daphne: (target, port) => ["daphne", "-b", "0.0.0.0", "-p", port, target],
  waitress: (target, port, app) => [
    "waitress",
    `--listen=0.0.0.0:${port}`,
    ...(app.factory ? ["--call"] : []),
    target,
  ],
  "uvicorn-worker": (...given) => SERVERS.gunicorn?.(...given) ?? [],
};

/** What each server can serve; gunicorn serves ASGI where uvicorn is beside it. */
const INTERFACES: Record<string, string[]> = {
  gunicorn: ["wsgi"],
  uvicorn: ["asgi"],
  hypercorn: ["asgi", "wsgi"],
  granian: ["asgi", "wsgi"],
  daphne: ["asgi"],
  waitress: ["wsgi"],
};

/** Requirements that bring a server. */
const BROUGHT: Record<string, string> = {
  "fastapi[standard]": "uvicorn",
  "fastapi[all]": "uvicorn",
  "fastapi-slim[standard]": "uvicorn",
  "fastapi-cli[standard]": "uvicorn",
  "starlette[full]": "uvicorn",
  "litestar[standard]": "uvicorn",
  "connexion[uvicorn]": "uvicorn",
  "channels[daphne]": "daphne",
  quart: "hypercorn",
  chainlit: "uvicorn",
  gradio: "uvicorn",
};

/** The server that is installed and fits, and the requirement that brings it. */
export function serverFor(
  dependencies: ReadonlyMap<string, string>,
  app: Pick<PythonApp, "interface" | "factory">,
): { server: string; from: string } | undefined {
  const kind = app.interface ?? "wsgi";
  const fits = (name: string) => {
    if (name === "gunicorn" && kind === "asgi")
      return dependencies.has("uvicorn") || dependencies.has("uvicorn[standard]");
    return INTERFACES[name]?.includes(kind) && !(name === "daphne" && app.factory);
  };
  const own = Object.keys(SERVERS).find((name) => dependencies.has(name) && fits(name));
  if (own) return { server: own, from: dependencies.get(own) as string };
  const brought = Object.keys(BROUGHT).find(
    (name) => dependencies.has(name) && fits(BROUGHT[name] as string),
  );
  return brought
    ? { server: BROUGHT[brought] as string, from: dependencies.get(brought) as string }
    : undefined;
}
