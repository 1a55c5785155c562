/** What a server is told to load, and from where. */
export interface Served {
  module?: string;
  /** Relative to where it starts. */
  directory?: string;
}

/** Servers that are given an application as `module:object`, with the options that take the next word. */
const SERVERS =
  /^(gunicorn|uvicorn|hypercorn|daphne|granian|waitress|waitress-serve|celery|uwsgi|flask|dramatiq|arq)$/;
const DIRECTORY = /^(--chdir|--app-dir|--pythonpath|--python-path|--workdir)$/;
const APPLICATION = /^(-A|--app)$/;
const OBJECT = /^([A-Za-z_][\w.]*):[A-Za-z_][\w.]*(\(.*\))?$/;
const MODULE = /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)+$/;
/** Options whose value looks like an application. */
const ALIKE = /^(-k|--worker-class|-c|--config|--logger-class|--log-config|-b|--bind|-H|--host|-n|--name)$/;

/** The application among a server's words; none where they leave it to a file or a variable. */
export function served(server: string, words: string[]): Served {
  const name = server.split(".")[0] ?? server;
  if (!SERVERS.test(name)) return {};
  const valueAfter = (option: RegExp) => {
    const at = words.findIndex((word) => option.test(word.split("=")[0] ?? ""));
    return at < 0 ? undefined : (words[at]?.split("=")[1] ?? words[at + 1]);
  };
  const directory = valueAfter(DIRECTORY);
  const application = valueAfter(APPLICATION);
  if (name === "celery" || name === "flask") {
    const module = application && /^([A-Za-z_][\w.]*?)(:.*)?(\.py)?$/.exec(application)?.[1];
    // Celery may be told the application itself: `project.celery.app`.
    return { module: name === "celery" ? module?.split(".")[0] : module?.replace(/\.py$/, ""), directory };
  }
  const free = words.filter((word, at) => !word.startsWith("-") && !ALIKE.test(words[at - 1] ?? ""));
  const object = free.map((word) => OBJECT.exec(word)?.[1]).find(Boolean);
  const plain = words.find((word, at) => MODULE.test(word) && !(words[at - 1] ?? "").startsWith("-"));
  return { module: object ?? (name === "gunicorn" ? plain : undefined), directory };
}
