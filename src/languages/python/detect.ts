import { PYTHON } from "../../bases/versions.ts";
import { type Detection, fact, type Overrides } from "../../detection/detection.ts";
import { combined } from "../../detection/inputs.ts";
import { withRecipeVersion } from "../../detection/recipe/version.ts";
import { type VersionSource, versionFacts, versionFiles } from "../../detection/versions.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import { isLower } from "../../manifests/version-order.ts";
import type { Fact } from "../../microservice.ts";
import { condaDetection } from "./conda.ts";
import { checkFacts } from "./detect-checks.ts";
import { installs } from "./detect-installs.ts";
import { detectManager, pythonInputs, uvWorkspace } from "./detect-manager.ts";
import { startDetection } from "./detect-start.ts";
import { type DjangoProject, djangoProjects, namedSettings } from "./django.ts";
import { ASGI, WSGI } from "./frameworks.ts";
import { USUAL } from "./interpreter.ts";
import { type PythonProject, pythonProject } from "./project.ts";

/** Python: a `pyproject.toml`, requirements, a `Pipfile` or Django's `manage.py`. */
export function detectPython(tree: Snapshot, given: Overrides = {}): Detection | undefined {
  const project = pythonProject(tree);
  if (!project) return condaDetection(tree);
  const workspace = uvWorkspace(tree);
  const manager = detectManager(tree, project, workspace, given.packageManager);
  const inputs = combined(pythonInputs(tree, project, workspace));
  const start = startDetection(tree, project, given);
  const chosen = given.packageManager ?? manager.facts[0]?.value ?? "pip";
  const installed = installs(tree, project, String(chosen), workspace !== undefined);
  const isFramework = [...WSGI, ...ASGI].some((name) => project.dependencies.has(name));
  return {
    manifest: project.manifest,
    name: project.name,
    rank: start.isService || isFramework ? "service" : "tooling",
    facts: [
      ...versions(tree, project),
      ...manager.facts,
      ...(workspace ? [fact(tree, "workspace", workspace.tree.directory, workspace.from)] : []),
      ...installed.facts,
      ...start.facts,
      ...collectFacts(tree, project),
      ...checkFacts(tree, project),
      ...start.port,
      ...inputs.facts,
    ],
    programs: start.programs,
    choices: [...manager.choices, ...start.choices],
    faults: [...inputs.faults, ...installed.faults],
    warnings: [...installed.warnings, ...start.warnings],
    ...(installed.unlocked && { unlocked: installed.unlocked }),
  };
}

/** Django's static files are collected where its settings say where to. */
function collectFacts(tree: Snapshot, project: PythonProject): Fact[] {
  const [found, ...others] = djangoProjects(tree, project).filter(({ collects }) => collects);
  if (!found?.collects || others.length) return [];
  const value = ["python3", found.manage, "collectstatic", "--noinput", ...settingsOf(tree, found)];
  return [{ field: "buildCommand", value, from: found.collects }];
}

/** The settings that it is served with, where `manage.py` names others: those of who works on it may want what no image has. */
function settingsOf(tree: Snapshot, { manage, served: [served] }: DjangoProject): string[] {
  const own = served && namedSettings(tree, served.from);
  return own && own !== namedSettings(tree, manage) ? [`--settings=${own}`] : [];
}

function versions(tree: Snapshot, { pyproject, pipfile }: PythonProject): Fact[] {
  const { own, above } = versionFiles(tree, [".python-version", "runtime.txt"], ["python"]);
  const from = (toml: typeof pyproject, file: string, table: string, key: string): VersionSource[] => {
    const entry = toml?.get(table, key);
    return entry?.values[0] ? [{ text: entry.values[0], from: `${file}:${entry.line}` }] : [];
  };
  const setup = /^[ \t]*python_requires\s*=\s*(.+)$/m.exec(tree.text("setup.cfg") ?? "")?.[1];
  const manifests = [
    ...from(pyproject, "pyproject.toml", "project", "requires-python"),
    ...from(pyproject, "pyproject.toml", "tool.poetry.dependencies", "python"),
    ...from(pipfile, "Pipfile", "requires", "python_full_version"),
    ...from(pipfile, "Pipfile", "requires", "python_version"),
    ...(setup ? [{ text: setup, from: `setup.cfg:${tree.line("setup.cfg", /^\s*python_requires/)}` }] : []),
  ];
  const facts = versionFacts([...own, ...manifests, ...above], 2);
  return withRecipeVersion(tree, facts, "python", Object.keys(PYTHON)).map(reached);
}

/** A lowest version above the usual one is the one to take: what is newer may lack wheels. */
function reached(fact: Fact): Fact {
  const isAbove = fact.field === "minimumVersion" && isLower(USUAL, String(fact.value));
  return isAbove ? { ...fact, field: "version" } : fact;
}
