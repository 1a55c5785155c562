import { stringify } from "yaml";
import { packageFacts } from "../../detection/recipe/package-facts.ts";
import { type Recipe, recipeOf } from "../../detection/recipe/recipe.ts";
import { variableFacts } from "../../detection/recipe/variables.ts";
import { ignoredCommands } from "../../detection/recipe/warnings.ts";
import { type StartLine, startLine } from "../../detection/start-line.ts";
import { instructionsOf } from "../../dockerfile/parse.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import type { Microservice } from "../../microservice.ts";

/** One thing that a service's Dockerfile does, and what becomes of it here. */
export interface Carried {
  /** As the Dockerfile has it: `EXPOSE 8080`. */
  said: string;
  /** Line of the Dockerfile. */
  line: number;
  /** `same` here, done `otherwise`, or only with a line of service.yaml. */
  becomes: "same" | "otherwise" | "line";
  /** What happens here instead, or that line. */
  text: string;
}

/**
 * What the image of a service's Dockerfile has or does, beside what a build without it gives. Undefined where the
 * service has no Dockerfile, or is built by it.
 *
 * @param command what the image starts here.
 */
export function fromDockerfile(
  snapshot: Snapshot,
  service: Microservice,
  command: string[] = [],
): { file: string; carried: Carried[] } | undefined {
  const tree = snapshot.under(service.path);
  const recipe = service.language === "dockerfile" ? undefined : recipeOf(tree);
  if (!recipe) return undefined;
  const carried = [
    ...packages(recipe, service),
    ...variables(recipe, service),
    ...ports(recipe, service),
    ...user(recipe),
    ...start(tree, recipe, service, command),
    ...check(tree.text(recipe.file) ?? ""),
    ...commands(recipe),
  ];
  return { file: recipe.file, carried: carried.sort((a, b) => a.line - b.line) };
}

function packages(recipe: Recipe, { packages: own }: Microservice): Carried[] {
  const { facts, warnings } = packageFacts(recipe);
  const known = facts.flatMap(({ field, value, from }): Carried[] => {
    const stage = field === "runtimePackages" ? "runtime" : "build";
    const missing = [value]
      .flat()
      .map(String)
      .filter((name) => !own[stage].includes(name));
    const said = `packages ${[value].flat().join(" ")}`;
    return [verdict(said, lineIn(from), { packages: { [stage]: missing } }, missing.length === 0)];
  });
  const unknown = warnings.map(
    ({ message, hint = "", line = 0 }): Carried => ({
      said: message,
      line,
      becomes: "otherwise",
      text: hint,
    }),
  );
  return [...known, ...unknown];
}

function variables(recipe: Recipe, { variables: own }: Microservice): Carried[] {
  return variableFacts(recipe).map(({ value, from }) => {
    const [, name = "", text = ""] = /^([^=]*)=(.*)$/s.exec(String(value)) ?? [];
    return verdict(`ENV ${name}=${text}`, lineIn(from), { variables: { [name]: text } }, own[name] === text);
  });
}

/** A program listens on one; further ones are told, not carried. */
function ports({ image }: Recipe, { port }: Microservice): Carried[] {
  return image.ports.map(({ value, line }, at): Carried => {
    const said = `EXPOSE ${value}`;
    if (at > 0 && value !== port)
      return { said, line, becomes: "otherwise", text: "one port is named in an image" };
    return verdict(said, line, { port: value }, value === port);
  });
}

function user({ image: { user } }: Recipe): Carried[] {
  if (!user) return [];
  const text = "every image runs as 65532, which owns nothing in it";
  return [{ said: `USER ${user.value}`, line: user.line, becomes: "otherwise", text }];
}

/** Words that need a shell can't be carried over: an image has none. */
function start(tree: Snapshot, recipe: Recipe, { facts }: Microservice, here: string[]): Carried[] {
  const { entrypoint, command } = recipe.image;
  const words = [...(entrypoint?.value ?? []), ...(command?.value ?? [])];
  if (!words.length) return [];
  const line = (entrypoint ?? command)?.line ?? 0;
  const plain = oneCommand(startLine(tree, words, {}, recipe.file));
  const written = words[0] === "/bin/sh" && words[1] === "-c" ? words.slice(2) : words;
  const said = `starts ${written.join(" ")}`;
  // What was detected from that very line starts the same program, whatever else its words are here.
  const isRead = facts.some(({ from }) => from === `${recipe.file}:${line}`);
  if (isRead || plain?.join(" ") === here.join(" ")) return [{ said, line, becomes: "same", text: "" }];
  const ours = `starts ${here.join(" ")} here`;
  if (!plain) return [{ said, line, becomes: "otherwise", text: `${ours}; an image has no shell for it` }];
  return [{ said, line, becomes: "line", text: `${fieldLine({ command: plain })} # ${ours}` }];
}

/** The one command that a line starts; undefined where it does more. */
function oneCommand({ words, before, directory, variables, refused }: StartLine): string[] | undefined {
  return refused || before.length || directory || variables.length ? undefined : words;
}

/** Who runs an image asks whether it is well; what it must answer is the descriptor's `expect`. */
function check(text: string): Carried[] {
  return instructionsOf(text).flatMap(({ joined, line }): Carried[] => {
    if (!/^HEALTHCHECK\s+(?!NONE)/i.test(joined)) return [];
    const [, path] = /https?:\/\/[^/\s"']+(\/[^\s"'|;&)]*)/.exec(joined) ?? [];
    const said = "HEALTHCHECK";
    if (path) return [verdict(said, line, { expect: [{ path }] }, false)];
    return [
      {
        said,
        line,
        becomes: "otherwise",
        text: "what runs the image asks; `expect:` says what it must answer",
      },
    ];
  });
}

function commands(recipe: Recipe): Carried[] {
  return ignoredCommands(recipe).map(({ message, line = 0, hint = "" }) => ({
    said: message.replace("is not done here: ", ""),
    line,
    becomes: "otherwise" as const,
    text: `is not done here: ${hint}`,
  }));
}

function verdict(said: string, line: number, field: object, isSame: boolean): Carried {
  if (isSame) return { said, line, becomes: "same", text: "" };
  return {
    said,
    line,
    becomes: "line",
    text: fieldLine(field),
  };
}

/** A field as one line of service.yaml. */
function fieldLine(field: object): string {
  return stringify(field, { collectionStyle: "flow", lineWidth: 0 }).trim().slice(2, -2);
}

function lineIn(from: string): number {
  return Number(/:(\d+)$/.exec(from)?.[1] ?? 0);
}
