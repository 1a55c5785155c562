import type { Question } from "../../detection/detection.ts";
import type { StartLine } from "../../detection/start-line.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import type { Fault } from "../../yaml/fault.ts";
import type { PythonApp } from "./app.ts";
import { codeFiles } from "./apps.ts";
import { consoleScripts } from "./console-scripts.ts";
import { moduleOf, sourceOf } from "./modules.ts";
import type { PythonProject } from "./project.ts";

/** Nothing starts, or several may: the packages that may hold the application are named. */
export function question(tree: Snapshot, { pyproject }: PythonProject, among: string[]): Question {
  const handler = handlerFile(tree);
  const packages = tree
    .find(/^(src\/)?[^/]+\/__init__\.py$/)
    .filter((path) => !/^(tests?|docs)\//.test(path));
  const scripts = consoleScripts(tree, pyproject).map(({ target }) => target);
  const guesses = scripts.length ? scripts : packages.map((path) => `${moduleOf(tree, path).name}:app`);
  const usual = "app.py, main.py, wsgi.py, asgi.py or manage.py";
  return {
    field: "entrypoint",
    values: among.length || handler ? among : guesses,
    expected: handler ? `a program: ${handler} has a function that a cloud calls, and no server` : usual,
    unless: ["command"],
  };
}

/** A cloud calls it, as AWS Lambda does. */
export function isCalled(tree: Snapshot): boolean {
  return handlerFile(tree) !== undefined;
}

function handlerFile(tree: Snapshot): string | undefined {
  return codeFiles(tree).find((file) => sourceOf(tree, file)?.functions.some(isHandler));
}

/** What AWS Lambda and the like call. */
function isHandler({ name, required }: { name: string; required: number }): boolean {
  return required === 2 && /^(lambda_)?handler$/.test(name);
}

/** An application that nothing can serve. */
export function serverless(
  { manifest, dependencies }: PythonProject,
  { entrypoint, framework, interface: kind }: PythonApp,
): Question {
  const server = kind === "asgi" ? "uvicorn" : "gunicorn";
  const from = dependencies.get(framework ?? "")?.replace(/:\d+$/, "") ?? manifest;
  return {
    field: "command",
    values: [],
    expected: `a server for ${entrypoint}${framework ? ` of ${framework}` : ""}: add ${server} to ${from}`,
  };
}

/** A line that another tool starts a service by, which an image of ours can't run. */
export function unread({ from }: StartLine, why: string): Fault {
  return warning(
    from,
    `the command isn't taken: ${why}`,
    "say `command: [PROGRAM, …]` in service.yaml if another starts it",
  );
}

/** What is done before a start elsewhere, and isn't here. */
export function skipped({ from }: StartLine, command: string): Fault {
  return warning(
    from,
    `"${command}" doesn't run when the image starts`,
    "run it beside the service, as a job of its own",
  );
}

/** A program that only its own container reaches. */
export function local(from: string): Fault {
  return warning(
    from,
    "listens on 127.0.0.1 alone, which nobody outside the container reaches",
    "listen on 0.0.0.0",
  );
}

function warning(from: string, message: string, hint: string): Fault {
  const [file = from, line] = from.split(":");
  return { file, ...(line ? { line: Number(line) } : {}), message, hint };
}
