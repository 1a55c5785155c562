import type { StartLine } from "../../detection/start-line.ts";
import { join } from "../../files/paths.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import { consoleScripts } from "./console-scripts.ts";
import type { PythonProject } from "./project.ts";

/** A start command of other tools' as an image of ours can run it, or why it can't. */
export interface PythonWords {
  words: string[];
  refused?: string;
}

/** Tools that start a program in a project's environment, with what they are told before it. */
const RUNNERS = /^(uv|uvx|poetry|pipenv|pdm|hatch|rye|pixi)$/;

/** Console scripts, and the module that does the same: `python3 -m` needs no script. */
const MODULES: Record<string, string> = {
  "waitress-serve": "waitress",
  "django-admin": "django",
  "aiohttp-devtools": "aiohttp_devtools",
  rq: "rq.cli",
  faust: "faust",
  hypercorn: "hypercorn",
};

/** Scripts that have a module of their own name. */
const SAME = new Set([
  ...[
    "gunicorn",
    "uvicorn",
    "daphne",
    "granian",
    "celery",
    "flask",
    "fastapi",
    "streamlit",
    "sanic",
    "litestar",
  ],
  ...[
    "arq",
    "dramatiq",
    "taskiq",
    "faststream",
    "alembic",
    "chainlit",
    "quart",
    "bokeh",
    "panel",
    "mkdocs",
    "jupyter",
  ],
]);

/** Programs that no image of Python has. */
const FOREIGN =
  /^(node|npm|npx|yarn|pnpm|java|make|docker|nginx|bash|sh|go|cargo|ruby|php|curl|wget|apt-get|systemctl|service)$/;

/** Programs that start another, watched. */
const AGENTS = /^(opentelemetry-instrument|ddtrace-run)$/;

/** A virtual environment's program, which an image has by its name. */
const ENVIRONMENTS = /(?:^|\/)\.?v?env\/bin\/([\w.-]+)$/;

/** The words without runners, with Python's own name, and modules in place of scripts. */
export function pythonWords(tree: Snapshot, project: PythonProject, line: StartLine): PythonWords {
  const { pyproject } = project;
  const words = withoutRunner(line.words.map((word) => ENVIRONMENTS.exec(word)?.[1] ?? word));
  const [program = "", ...rest] = words;
  if (AGENTS.test(program) && rest[0] && !rest[0].startsWith("-")) {
    const inner = pythonWords(tree, project, { ...line, words: rest });
    return { ...inner, words: [program, ...inner.words] };
  }
  const name = program.slice(program.lastIndexOf("/") + 1);
  if (line.refused) return { words, refused: line.refused };
  if (/^python(3(\.\d+)?)?$/.test(name)) return { words: ["python3", ...rest] };
  if (program.endsWith(".py")) return { words: ["python3", join(".", program), ...rest] };
  const isOwn = consoleScripts(tree, pyproject).some((script) => script.name === name);
  if (isOwn) return { words: [name, ...rest] };
  const module = Object.hasOwn(MODULES, name) ? MODULES[name] : SAME.has(name) ? name : undefined;
  if (module) return { words: ["python3", "-m", module, ...rest] };
  if (!program || FOREIGN.test(name))
    return { words, refused: `an image of Python has no ${name || "program"}` };
  if (program.startsWith("/") || program.startsWith(".")) {
    const isThere = tree.has(join(".", program));
    return { words, refused: isThere ? undefined : `the image may have no ${program}` };
  }
  return { words };
}

/** `uv run --frozen gunicorn app:app` starts gunicorn; `pipenv run web` is a name of its own. */
function withoutRunner(words: string[]): string[] {
  const [program = "", ...rest] = words;
  if (!RUNNERS.test(program.slice(program.lastIndexOf("/") + 1))) return words;
  const run = rest.indexOf("run");
  if (run < 0) return words;
  const taking = /^(--(with|extra|group|package|project|directory|python|env-file|only-group|no-group)|-p)$/;
  let at = run + 1;
  for (; rest[at]?.startsWith("-") && rest[at] !== "--" && rest[at] !== "-m"; at += 1)
    if (taking.test(rest[at] as string)) at += 1;
  const inner = rest.slice(rest[at] === "--" ? at + 1 : at);
  return inner[0] === "-m" ? ["python3", ...inner] : inner;
}

/** What a command listens on, where its words say so. */
export function portIn(words: string[]): number | undefined {
  const text = words.join(" ");
  const said =
    /(?:--bind|-b|--listen)[= ]\S*?:(\d{2,5})\b/.exec(text)?.[1] ??
    /(?:--port|--server\.port|-p|--http-port)[= ](\d{2,5})\b/.exec(text)?.[1] ??
    /\brunserver(?: --\S+)* (?:\S*:)?(\d{2,5})\b/.exec(text)?.[1];
  return said ? Number(said) : undefined;
}
