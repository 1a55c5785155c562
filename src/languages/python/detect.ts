import { type Detection, fact, type Given, present, type Question } from "../../detection/detection.ts";
import { together } from "../../detection/inputs.ts";
import { exposedPort } from "../../detection/ports.ts";
import { procfileCommand } from "../../detection/procfile.ts";
import { type VersionSource, versionFacts, versionFiles } from "../../detection/versions.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import type { Fact } from "../../microservice.ts";
import { ASGI, moduleOf, type PythonApp, pythonApps, WSGI } from "./app.ts";
import { pythonCommand } from "./command.ts";
import { pythonInputs, pythonManager, uvWorkspace } from "./detect-manager.ts";
import { type PythonProject, pythonProject } from "./project.ts";

/** What frameworks and servers listen on, here and by habit. */
const PORT = 8000;

/** Python: a `pyproject.toml`, requirements, a `Pipfile` or Django's `manage.py`. */
export function detectPython(tree: Snapshot, given: Given = {}): Detection | undefined {
  const project = pythonProject(tree);
  if (!project) return undefined;
  const workspace = uvWorkspace(tree);
  const manager = pythonManager(tree, project, workspace, given.packageManager);
  const inputs = together(pythonInputs(tree, project, workspace));
  const framework = [...WSGI, ...ASGI].find((name) => project.dependencies.has(name));
  const apps = given.entrypoint ? [givenApp(given.entrypoint)] : pythonApps(tree, project);
  const port = portFact(tree, project, framework);
  const start = startFacts(tree, project, apps, given.port ?? (port?.value as number | undefined) ?? PORT);
  return {
    manifest: project.manifest,
    name: project.name,
    rank: start.length || apps.length || framework ? "service" : "tooling",
    facts: [
      ...versions(tree, project),
      ...manager.facts,
      ...(workspace ? [fact(tree, "workspace", workspace.tree.directory, workspace.from)] : []),
      ...start,
      ...testFacts(tree, project),
      ...lintFacts(project),
      ...present([port]),
      ...inputs.facts,
    ],
    choices: [...manager.choices, ...(start.length ? [] : [question(tree, apps)])],
    faults: inputs.faults,
  };
}

/** An entry point of the descriptor's: a file is run, anything else is served or called. */
function givenApp(entrypoint: string): PythonApp {
  const factory = entrypoint.endsWith("()");
  const plain = entrypoint.replace(/\(\)$/, "");
  if (!plain.includes("/") || !plain.includes(":")) return { entrypoint: plain, from: "entrypoint", factory };
  const [file = "", object = "app"] = plain.split(":");
  const { module, home } = moduleOf(file);
  return { entrypoint: `${module}:${object}`, from: "entrypoint", factory, home };
}

function startFacts(tree: Snapshot, project: PythonProject, apps: PythonApp[], port: number): Fact[] {
  const line = procfileCommand(tree, port);
  const [app] = apps;
  if (line) {
    const words = /\.py$|^python/.test(line.words[0] ?? "") ? line.words : ["python3", "-m", ...line.words];
    return [
      { field: "command", value: words, from: line.from },
      ...(app && apps.length === 1 ? [entrypointFact(app)] : []),
    ];
  }
  if (!app || apps.length > 1) return [];
  const command = pythonCommand(tree, project, app, port);
  return present([
    entrypointFact(app),
    command && { field: "command" as const, value: command.words, from: command.from },
  ]);
}

function entrypointFact({ entrypoint, from, factory }: PythonApp): Fact {
  return { field: "entrypoint", value: factory ? `${entrypoint}()` : entrypoint, from };
}

/** Several Django projects, a package that may hold the application, or nothing. */
function question(tree: Snapshot, apps: PythonApp[]): Question {
  const packages = tree
    .find(/^(src\/)?[^/]+\/__init__\.py$/)
    .filter((path) => !/^(tests?|docs)\//.test(path));
  const guesses = packages.map((path) => `${moduleOf(path).module}:app`);
  const values = apps.length ? apps.map(({ entrypoint }) => entrypoint) : guesses;
  return {
    field: "entrypoint",
    values,
    expected: "app.py, main.py, wsgi.py, asgi.py or manage.py",
    unless: ["command"],
  };
}

function portFact(
  tree: Snapshot,
  { dependencies }: PythonProject,
  framework: string | undefined,
): Fact | undefined {
  const servers = ["gunicorn", "uvicorn", "hypercorn", "daphne", "granian", "waitress"];
  const name = framework ?? servers.find((server) => dependencies.has(server));
  return exposedPort(tree) ?? (name ? { field: "port", value: PORT, from: `default of ${name}` } : undefined);
}

function versions(tree: Snapshot, { pyproject, pipfile }: PythonProject): Fact[] {
  const { own, above } = versionFiles(tree, [".python-version", "runtime.txt"], ["python"]);
  const from = (toml: typeof pyproject, file: string, table: string, key: string): VersionSource[] => {
    const entry = toml?.get(table, key);
    return entry?.values[0] ? [{ text: entry.values[0], from: `${file}:${entry.line}` }] : [];
  };
  const setup = /^\s*python_requires\s*=\s*(.+)$/m.exec(tree.text("setup.cfg") ?? "")?.[1];
  const manifests = [
    ...from(pyproject, "pyproject.toml", "project", "requires-python"),
    ...from(pyproject, "pyproject.toml", "tool.poetry.dependencies", "python"),
    ...from(pipfile, "Pipfile", "requires", "python_full_version"),
    ...from(pipfile, "Pipfile", "requires", "python_version"),
    ...(setup ? [{ text: setup, from: `setup.cfg:${tree.line("setup.cfg", /^\s*python_requires/)}` }] : []),
  ];
  return versionFacts([...own, ...manifests, ...above], 2);
}

/** pytest where it is asked for, Django's own runner, or the standard library's. */
function testFacts(
  tree: Snapshot,
  { dependencies, development, manifest, pyproject }: PythonProject,
): Fact[] {
  const settings = ["pytest.ini", "conftest.py", "tests/conftest.py"].find((file) => tree.has(file));
  const table = pyproject?.has("tool.pytest") ? "pyproject.toml" : undefined;
  const named = development.has("pytest") || dependencies.has("pytest") ? manifest : undefined;
  const from = settings ?? table ?? named;
  const test = (value: string[], file: string): Fact[] => [{ field: "testCommand", value, from: file }];
  if (from) return test(["python3", "-m", "pytest"], from);
  if (tree.has("manage.py")) return test(["python3", "manage.py", "test"], "manage.py");
  const [first] = tree.find(/^tests?\/(.*\/)?test_[^/]*\.py$/);
  return first ? test(["python3", "-m", "unittest", "discover"], first) : [];
}

const LINTERS = {
  ruff: ["ruff", "check", "."],
  flake8: ["flake8"],
  pylint: ["pylint", "--recursive=y", "."],
};

/** A linter that is installed with the development dependencies. */
function lintFacts({ dependencies, development, manifest }: PythonProject): Fact[] {
  const found = Object.entries(LINTERS).find(([name]) => development.has(name) || dependencies.has(name));
  return found ? [{ field: "lintCommand", value: ["python3", "-m", ...found[1]], from: manifest }] : [];
}
