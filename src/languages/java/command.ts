import { recipeFile } from "../../detection/recipe/recipe-file.ts";
import { instructionsOf } from "../../dockerfile/parse.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import type { Fact } from "../../microservice.ts";
import { startCommand } from "./start.ts";

/** A line that starts Java, in a Dockerfile or a Procfile. */
interface Line {
  text: string;
  from: string;
  variables: Record<string, string>;
}

/** How a service's own Dockerfile or Procfile starts Java. */
export interface JavaLine {
  from: string;
  /** For the virtual machine: `-Xmx512m`, `-Dmode=prod`. */
  flags: string[];
  /** For the program. */
  words: string[];
  /** What is left out, since the image hasn't it: agents. */
  left: string[];
}

const KEPT = /^-(D.|X|ea|da|server|-add-(opens|exports|modules|reads)|-enable-|-illegal-access)/;

/** Reads flags and arguments off the line that starts Java; variables that nothing sets are empty, as in a shell. */
export function javaLine(tree: Snapshot): JavaLine | undefined {
  for (const { text, from, variables } of [...procfileLines(tree), ...dockerfileLines(tree)]) {
    const words = split(text, variables);
    const java = words.findIndex((word) => /(^|\/)java(\.sh)?$/.test(word));
    if (java < 0) continue;
    const { given, rest } = parted(words.slice(java + 1));
    const left = given.filter((word) => !KEPT.test(word));
    return { from, flags: given.filter((word) => KEPT.test(word)), words: rest, left };
  }
  return undefined;
}

/** The command where there is more to it than the jar, and the port that it sets. */
export function commandFacts(
  line: JavaLine | undefined,
  service: Parameters<typeof startCommand>[0],
): Fact[] {
  if (!line || !service.entrypoint) return [];
  const port = [...line.flags, ...line.words]
    .map((word) => /(?:^|[.-])port=(\d+)$/.exec(word)?.[1])
    .find(Boolean);
  const command = startCommand(service, line.flags, line.words);
  return [
    ...(line.flags.length + line.words.length
      ? [{ field: "command" as const, value: command, from: line.from }]
      : []),
    ...(port ? [{ field: "port" as const, value: Number(port), from: line.from }] : []),
  ];
}

/** What stands before the jar or the class, and after it. */
function parted(words: string[]): { given: string[]; rest: string[] } {
  const given: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] as string;
    if (word === "-jar") return { given, rest: words.slice(at + 2) };
    if (/^(-cp|-classpath|--class-path)$/.test(word)) at += 1;
    else if (/^--add-\w+$/.test(word)) {
      at += 1;
      given.push(`${word}=${words[at]}`);
    } else if (word.startsWith("-") || word.startsWith("@")) given.push(word);
    else return { given, rest: words.slice(at + 1) };
  }
  return { given, rest: [] };
}

function procfileLines(tree: Snapshot): Line[] {
  const lines = (tree.text("Procfile") ?? "").split("\n");
  const at = lines.findIndex((line) => /^web:/.test(line));
  return at < 0 ? [] : [{ text: (lines[at] as string).slice(4), from: `Procfile:${at + 1}`, variables: {} }];
}

/** The last `ENTRYPOINT` with the last `CMD` after it, as one line for a shell. */
function dockerfileLines(tree: Snapshot): Line[] {
  const file = recipeFile(tree);
  const all = instructionsOf((file && tree.text(file)) ?? "");
  const stage = all.slice(all.findLastIndex(({ joined }) => /^FROM\s/i.test(joined)));
  const last = (word: RegExp) => stage.findLast(({ joined }) => word.test(joined));
  const [entrypoint, command] = [last(/^ENTRYPOINT\s/i), last(/^CMD\s/i)];
  const said = entrypoint ?? command;
  const text = [entrypoint, command].map((each) => (each ? lineOf(each.joined) : "")).join(" ");
  return said ? [{ text, from: `${file}:${said.line}`, variables: variablesOf(stage) }] : [];
}

/** `["java", "-jar", "x.jar"]` as a shell would have it; what is a line for a shell already is that. */
function lineOf(joined: string): string {
  const text = joined.replace(/^\w+\s+/, "");
  try {
    const words = JSON.parse(text) as string[];
    return words
      .map((word) => (/\s/.test(word) && words[0] !== word && /\bjava\b/.test(word) ? word : `"${word}"`))
      .join(" ");
  } catch {
    return text;
  }
}

function variablesOf(stage: { joined: string }[]): Record<string, string> {
  const pairs = stage.flatMap(({ joined }) => {
    if (!/^(ENV|ARG)\s/i.test(joined)) return [];
    const old = /^ENV\s+(\w+)\s+([^=].*)$/i.exec(joined);
    if (old) return [[old[1], old[2]]];
    const all = joined.matchAll(/(\w+)=("(?:\\.|[^"\\])*"|'[^']*'|\S*)/g);
    return [...all].map(([, name, value = ""]) => [name, value.replace(/^(["'])(.*)\1$/s, "$2")]);
  });
  return Object.fromEntries(pairs);
}

/** Words of a shell's line, variables read, those that become nothing left out. */
function split(text: string, variables: Record<string, string>): string[] {
  const known = (word: string) =>
    word.replace(
      /\$\{([\w@*]+)(?::?-([^}]*))?\}|\$(\w+|[@*])/g,
      (_, braced, otherwise, plain) => variables[braced ?? plain] ?? otherwise ?? "",
    );
  const words = [...text.matchAll(/(?:[^\s"']|"[^"]*"|'[^']*')+/g)].map(([word]) => word);
  return words.flatMap((word) => {
    const plain = word.replace(/["']/g, "");
    const value = known(plain);
    if (value !== plain && /=$/.test(value)) return [];
    return /^["']/.test(word) ? [value].filter(Boolean) : value.split(/\s+/).filter(Boolean);
  });
}
