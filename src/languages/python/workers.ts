import type { Snapshot } from "../../files/snapshot.ts";
import { codeFiles } from "./apps.ts";
import { moduleOf, sourceOf } from "./modules.ts";
import type { PythonProject } from "./project.ts";

/** A program that waits for work, started by its framework. */
export interface Worker {
  words: string[];
  from: string;
  /** The directory that its module is imported from. */
  root: string;
  port?: number;
}

/** A worker's framework: what its object is made by, and how it is started. */
interface Kind {
  dependency: string;
  /** Modules and classes that make its object: `celery.Celery`. */
  made: RegExp;
  words(module: string, object: string): string[];
}

const KINDS: Kind[] = [
  {
    dependency: "celery",
    made: /^celery\.Celery$/,
    words: (module) => ["celery", "-A", module, "worker", "--loglevel", "info"],
  },
  {
    dependency: "faststream",
    made: /^faststream(\.\w+)*\.FastStream$/,
    words: (module, object) => ["faststream", "run", `${module}:${object}`],
  },
  {
    dependency: "taskiq",
    made: /^taskiq(_\w+)?(\.\w+)*\.\w*Broker$/,
    words: (module, object) => ["taskiq", "worker", `${module}:${object}`],
  },
  {
    dependency: "faust-streaming",
    made: /^faust\.App$/,
    words: (module) => ["faust", "-A", module, "worker"],
  },
];

/** Workers that the code defines: objects of their frameworks, `WorkerSettings` of arq, actors of dramatiq. */
export function workers(tree: Snapshot, { dependencies }: PythonProject): Worker[] {
  return codeFiles(tree).flatMap((file): Worker[] => {
    const source = sourceOf(tree, file);
    if (!source) return [];
    const { name: module, root } = moduleOf(tree, file);
    const started = (words: string[], line: number) => ({
      words: ["python3", "-m", ...words],
      from: `${file}:${line}`,
      root,
    });
    const objects = [...source.names].flatMap(([object, { called, line }]) => {
      const [first = "", ...rest] = (called ?? "").split(".");
      const origin = [source.imports.get(first) ?? first, ...rest].join(".");
      const kind = KINDS.find(({ dependency, made }) => dependencies.has(dependency) && made.test(origin));
      return kind ? [started(kind.words(module, object), line)] : [];
    });
    const line = (pattern: RegExp) => source.lines.find(({ code }) => pattern.test(code))?.number ?? 1;
    const isArq = dependencies.has("arq") && source.classes.has("WorkerSettings");
    const actors =
      dependencies.has("dramatiq") && source.lines.some(({ code }) => /^@(dramatiq\.)?actor\b/.test(code));
    return [
      ...objects.slice(0, 1),
      ...(isArq ? [started(["arq", `${module}.WorkerSettings`], line(/^class WorkerSettings/))] : []),
      ...(actors ? [started(["dramatiq", module], line(/^@(dramatiq\.)?actor/))] : []),
    ];
  });
}

/** A page of Streamlit: a script that its own server runs. */
export function streamlit(tree: Snapshot, { dependencies }: PythonProject): Worker[] {
  if (!dependencies.has("streamlit")) return [];
  const pages = codeFiles(tree).filter((file) => {
    const origins = [...(sourceOf(tree, file)?.imports.values() ?? [])];
    return origins.includes("streamlit") && !/(^|\/)pages\//.test(file);
  });
  const shallow = pages.filter((file) => file.split("/").length === pages[0]?.split("/").length);
  const named = shallow.filter((file) => /(^|\/)(streamlit_?app|app|main|home|index)\.py$/i.test(file));
  const options = ["--server.address", "0.0.0.0", "--server.headless", "true"];
  return (named.length ? named.slice(0, 1) : shallow).map((file) => ({
    words: ["python3", "-m", "streamlit", "run", file, "--server.port", "8501", ...options],
    from: file,
    root: ".",
    port: 8501,
  }));
}
