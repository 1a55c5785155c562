import { joinedPath } from "./image-paths.ts";
import { type Instruction, instructionsOf } from "./parse.ts";

/**
 * What a Dockerfile says of the image that it makes, as facts: nothing of it is built.
 */

/** Something that a Dockerfile says, and where. */
export interface Located<T> {
  value: T;
  line: number;
}

/** `COPY` or `ADD`. */
export interface Copied {
  /** As they stand there, without a slash at their end. */
  sources: string[];
  /** Absolute; with a slash at its end where it was said to be a directory. */
  target: string;
  /** A stage or an image; the context where absent. */
  from?: string;
  line: number;
}

/** One stage, with what it takes over from the stage of the same file that it starts from. */
export interface ImageStage {
  name?: string;
  /** Image that the first stage of its line starts from. */
  base: string;
  line: number;
  workdir: string;
  user?: Located<string>;
  ports: Located<number>[];
  variables: Map<string, Located<string>>;
  copies: Copied[];
  /** Commands of `RUN`, on one line each, here-documents included. */
  runs: Located<string>[];
  /** As the kernel gets it: a line for a shell is `/bin/sh -c LINE`. */
  entrypoint?: Located<string[]>;
  command?: Located<string[]>;
}

/** All stages in their order; the last one is the image. */
export function imageStages(text: string): ImageStage[] {
  const stages: ImageStage[] = [];
  const values = new Map<string, string>();
  const named = new Map<string, ImageStage>();
  for (const instruction of instructionsOf(text)) {
    const [, word = "", rest = ""] = /^(\S+)\s*(.*)$/s.exec(instruction.joined) ?? [];
    const stage = stages.at(-1);
    if (/^FROM$/i.test(word)) {
      const begins = begun(expanded(rest, values), instruction.line, named);
      stages.push(begins);
      if (begins.name) named.set(begins.name.toLowerCase(), begins);
    }
    // A stage that declares an argument again means the same one.
    else if (/^ARG$/i.test(word)) for (const [name, value] of pairs(rest)) values.set(name, value);
    else if (stage) HANDLERS[word.toUpperCase()]?.(stage, rest, instruction, scopeOf(stage, values));
  }
  return stages;
}

function begun(rest: string, line: number, named: Map<string, ImageStage>): ImageStage {
  const [image = "", , name] = rest.split(/\s+/).filter((word) => !word.startsWith("--"));
  const below = named.get(image.toLowerCase());
  const fresh = { workdir: "/", ports: [], variables: new Map(), copies: [], runs: [] };
  const { ports, variables, copies, runs, ...taken } = { base: image, ...fresh, ...below };
  return {
    ...taken,
    ports: [...ports],
    variables: new Map(variables),
    copies: [...copies],
    runs: [...runs],
    name,
    line,
  };
}

type Handler = (stage: ImageStage, rest: string, instruction: Instruction, values: Scope) => void;
type Scope = Pick<Map<string, string>, "get">;

/** Arguments of the file, and variables of the stage. */
function scopeOf({ variables }: ImageStage, values: Scope): Scope {
  return { get: (name) => variables.get(name)?.value ?? values.get(name) };
}

const HANDLERS: Record<string, Handler> = {
  WORKDIR(stage, rest, _instruction, values) {
    stage.workdir = joinedPath(stage.workdir, unquoted(expanded(rest, values)));
  },
  USER(stage, rest, { line }, values) {
    stage.user = { value: expanded(rest, values), line };
  },
  EXPOSE(stage, rest, { line }, values) {
    for (const [port] of expanded(rest, values).matchAll(/\b\d+\b(?!\/udp)/g))
      stage.ports.push({ value: Number(port), line });
  },
  ENV(stage, rest, { line }, values) {
    for (const [name, value] of pairs(rest))
      stage.variables.set(name, { value: expanded(value, values), line });
  },
  COPY: copied,
  ADD: copied,
  RUN(stage, rest, { line, text }) {
    const plain = rest.replace(/^(--\S+\s+)+/, "");
    stage.runs.push({ value: /<</.test(plain) ? text.slice(text.indexOf("\n") + 1) : plain, line });
  },
  ENTRYPOINT(stage, rest, { line }) {
    stage.entrypoint = { value: commandOf(rest), line };
    // As Docker does: a command for another program is none for this one.
    stage.command = undefined;
  },
  CMD(stage, rest, { line }) {
    stage.command = { value: commandOf(rest), line };
  },
};

function copied(stage: ImageStage, rest: string, { line }: Instruction, values: Scope): void {
  const flags = /^(--\S+\s+)*/.exec(rest)?.[0] ?? "";
  const said = rest.slice(flags.length);
  if (/<</.test(said)) return;
  const words = (execForm(said) ?? said.split(/\s+/)).map((word) => unquoted(expanded(word, values)));
  const target = words.pop();
  if (target === undefined || !words.length) return;
  const [, from] = /--from=(\S+)/.exec(flags) ?? [];
  stage.copies.push({
    sources: words.map((word) => word.replace(/(?<=.)\/+$/, "")),
    target: joinedPath(stage.workdir, target) + (/.\/$|(^|\/)\.$/.test(target) ? "/" : ""),
    ...(from !== undefined && { from: expanded(from, values) }),
    line,
  });
}

function commandOf(rest: string): string[] {
  return execForm(rest) ?? ["/bin/sh", "-c", rest];
}

/** `["a", "b"]`; undefined for what a shell reads. */
function execForm(text: string): string[] | undefined {
  if (!text.startsWith("[")) return undefined;
  try {
    const words: unknown = JSON.parse(text);
    return Array.isArray(words) && words.every((word) => typeof word === "string") ? words : undefined;
  } catch {
    return undefined;
  }
}

/** `A=1 B="two words"`, and `A two words` of older times. */
function pairs(rest: string): [string, string][] {
  const [, name, old] = /^([A-Za-z_]\w*)\s+([^=].*)$/s.exec(rest) ?? [];
  if (name) return [[name, unquoted(old ?? "")]];
  return [...rest.matchAll(/([A-Za-z_]\w*)=("(?:\\.|[^"\\])*"|'[^']*'|(?:\\.|[^\s"'\\])*)/g)].map(
    ([, key = "", value = ""]) => [key, unquoted(value)],
  );
}

/** Variables whose values are known; others stay as they are written. */
/** Characters that the variables of one text may stand for: one that holds itself twice grows without end. */
const ROOM = 4096;

function expanded(text: string, values: Scope): string {
  let room = ROOM;
  return text.replace(/\$(?:\{(\w+)(?::?-([^{}]*))?\}|(\w+))/g, (said, braced, fallback, bare) => {
    const value = values.get(braced ?? bare) || fallback || said;
    room -= value.length;
    return room < 0 ? said : value;
  });
}

function unquoted(text: string): string {
  const [, quote, inner] = /^(["'])(.*)\1$/s.exec(text.trim()) ?? [];
  if (quote === "'") return inner ?? "";
  return (inner ?? text.trim()).replace(/\\(.)/g, "$1");
}
