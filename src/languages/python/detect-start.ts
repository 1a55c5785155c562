import { type Overrides, type Program, present, type Question } from "../../detection/detection.ts";
import { dockerfileCommand } from "../../detection/dockerfile-command.ts";
import { exposedPort } from "../../detection/ports.ts";
import { otherProcesses, procfileLine } from "../../detection/procfile.ts";
import type { StartLine } from "../../detection/start-line.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import type { Fact } from "../../microservice.ts";
import type { Fault } from "../../yaml/fault.ts";
import type { PythonApp } from "./app.ts";
import { pythonCommand } from "./command.ts";
import { declaredApp } from "./declared-app.ts";
import { ASGI, WSGI } from "./frameworks.ts";
import { scriptLine } from "./manager-scripts.ts";
import type { PythonProject } from "./project.ts";
import { siblingPrograms } from "./siblings.ts";
import { pythonStart } from "./start.ts";
import { portIn, pythonWords } from "./start-words.ts";
import { isCalled, local, question, serverless, skipped, unread } from "./unclear-start.ts";

/** How a service starts. */
export interface StartDetection {
  facts: Fact[];
  port: Fact[];
  choices: Question[];
  warnings: Fault[];
  /** Something starts, whether or not it is clear which: a service, no library. */
  isService: boolean;
  /** Services of their own, where several start and none of them is more than another. */
  programs?: Program[];
}

/** What frameworks and servers listen on, here and by habit. */
const PORT = 8000;

/** By what its descriptor names, a Procfile, a Dockerfile's command or the code, in this order. */
export function startDetection(tree: Snapshot, project: PythonProject, given: Overrides): StartDetection {
  const exposed = exposedPort(tree);
  const port = given.port ?? (exposed?.value as number | undefined) ?? PORT;
  if (given.entrypoint)
    return started(tree, project, declaredApp(tree, project, given.entrypoint), given.port, exposed);
  const known = { PORT: String(port) };
  const lines = present([procfileLine(tree, port), dockerfileCommand(tree, port)]).map((line) =>
    scriptLine(tree, project, line, known),
  );
  const read = lines.map((line) => ({ line, ...pythonWords(tree, project, line) }));
  const usable = read.find(({ refused }) => !refused);
  const { app, among } = pythonStart(tree, project);
  const refusals = read
    .slice(0, usable ? read.indexOf(usable) : undefined)
    .map(({ line, refused }) => unread(line, refused ?? ""));
  if (usable)
    return withWarnings(byLine(tree, usable.line, usable.words, project, app, port, exposed), refusals);
  if (app) return withWarnings(started(tree, project, app, given.port, exposed), refusals);
  return {
    facts: [],
    port: portFacts(project, undefined, undefined, exposed),
    choices: [question(tree, project, among)],
    warnings: refusals,
    programs: siblingPrograms(among),
    isService: among.length > 0 || read.length > 0 || isCalled(tree),
  };
}

function withWarnings(start: StartDetection, more: Fault[]): StartDetection {
  return { ...start, warnings: [...more, ...start.warnings] };
}

/** Starts as a Procfile or a Dockerfile says. */
function byLine(
  tree: Snapshot,
  line: StartLine,
  words: string[],
  project: PythonProject,
  app: PythonApp | undefined,
  assumed: number,
  exposed: Fact | undefined,
): StartDetection {
  const { from, before, directory } = line;
  // Gunicorn listens inside the container alone, unless it is told otherwise or finds a port here.
  const variables = [...line.variables, ...(bindsNothing(tree, words) ? [`PORT=${assumed}`] : [])];
  const facts: Fact[] = [
    { field: "command", value: words, from },
    ...(app && !directory && !app.command ? [entrypointFact(app)] : []),
    ...(directory ? [{ field: "startDirectory" as const, value: directory, from }] : []),
    ...(app?.root && app.root !== "." && app.root !== directory
      ? [{ field: "importRoot" as const, value: app.root, from: app.from }]
      : []),
    ...(variables.length ? [{ field: "variables" as const, value: variables, from }] : []),
  ];
  const said = portIn(words);
  const port = said && said !== assumed ? { field: "port" as const, value: said, from } : exposed;
  const others = from.startsWith("Procfile:") ? otherProcesses(tree) : [];
  return {
    facts,
    port: port ? [port] : portFacts(project, app, undefined, undefined),
    choices: [],
    isService: true,
    warnings: [...before.map((command) => skipped(line, command)), ...others],
  };
}

function bindsNothing(tree: Snapshot, words: string[]): boolean {
  const isSaid = words.some((word) => /^(-b|--bind|-c|--config)\b/.test(word));
  return words[2] === "gunicorn" && !isSaid && !tree.has("gunicorn.conf.py");
}

/** Starts an application, or says what keeps it from being started. */
function started(
  tree: Snapshot,
  project: PythonProject,
  app: PythonApp,
  given: number | undefined,
  exposed: Fact | undefined,
): StartDetection {
  const [port] = portFacts(project, app, given, exposed);
  const command = pythonCommand(tree, project, app, given ?? (port?.value as number | undefined) ?? PORT);
  const root = app.root && app.root !== "." ? app.root : undefined;
  const field = app.isStartedInRoot ? ("startDirectory" as const) : ("importRoot" as const);
  const facts = present([
    !app.command && entrypointFact(app),
    command && { field: "command" as const, value: command.words, from: command.from },
    root && { field, value: root, from: app.from },
  ]);
  const isServed = command || !app.entrypoint.includes(":");
  return {
    facts,
    port: present([port]),
    isService: true,
    choices: isServed ? [] : [serverless(project, app)],
    warnings: app.isLocal && !command ? [local(app.isLocal)] : [],
  };
}

function entrypointFact({ entrypoint, from, factory }: PythonApp): Fact {
  return { field: "entrypoint", value: factory ? `${entrypoint}()` : entrypoint, from };
}

const SERVING = ["gunicorn", "uvicorn", "hypercorn", "daphne", "granian", "waitress"];

/** What the descriptor says, a Dockerfile exposes, the code listens on, or frameworks do by habit. */
function portFacts(
  { dependencies }: PythonProject,
  app: PythonApp | undefined,
  given: number | undefined,
  exposed: Fact | undefined,
): Fact[] {
  if (exposed) return [exposed];
  if (app?.port && given === undefined) return [{ field: "port", ...app.port }];
  const isProgram = app && !app.interface && !app.entrypoint.includes(":");
  const name = [...WSGI, ...ASGI, ...SERVING].find((each) => dependencies.has(each));
  return name && !(isProgram && app.from !== "entrypoint" && !app.command)
    ? [{ field: "port", value: PORT, from: `default of ${name}` }]
    : [];
}
