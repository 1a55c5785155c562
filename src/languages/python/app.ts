import type { Snapshot } from "../../files/snapshot.ts";
import type { Interface } from "./frameworks.ts";
import { sourceOf } from "./modules.ts";
import { listening } from "./script.ts";

/** What serves or starts a Python service. */
export interface PythonApp {
  /** `module:object`, a module, or a file that is run as it is. */
  entrypoint: string;
  /** The file that tells it. */
  from: string;
  /** The object is a function that makes the application. */
  factory?: boolean;
  /** How it is served; absent for what is called or run. */
  interface?: Interface;
  framework?: string;
  /** The directory that its modules are imported from: `src`; the service's own by default. */
  root?: string;
  /** It is started there, too. */
  isStartedInRoot?: boolean;
  /** Django's, relative to where it is started. */
  manage?: string;
  /** Says it all: what its framework is started with. */
  command?: string[];
  /** What it listens on, as far as its code says. */
  port?: { value: number; from: string };
  /** The line that listens inside the container alone. */
  isLocal?: string;
}

/** What a service may start: one, or those among which somebody must choose. */
export interface Start {
  app?: PythonApp;
  among: string[];
}

export const one = (app: PythonApp): Start => ({ app, among: [] });

/** A file that Python runs where it lies, as `python3 backend/main.py`. */
export function fileApp(tree: Snapshot, file: string): PythonApp {
  const { port, isLocal } = listeningAt(tree, file);
  return { entrypoint: file, from: file, port, isLocal };
}

/** What a file listens on when it is run. */
export function listeningAt(
  tree: Snapshot,
  file: string,
): Pick<PythonApp, "port" | "isLocal"> & { isDirect?: boolean } {
  const source = sourceOf(tree, file);
  const found = source && listening(source);
  if (!found) return {};
  const from = `${file}:${found.line}`;
  return {
    isDirect: found.isDirect,
    ...(found.port ? { port: { value: found.port, from } } : {}),
    ...(found.isLocal ? { isLocal: from } : {}),
  };
}
