import type { Snapshot } from "../../files/snapshot.ts";
import { type Table, TomlTables } from "../../manifests/toml.ts";

/** What a Python project's manifests say, whoever wrote them. */
export interface PythonProject {
  /** The first manifest found. */
  manifest: string;
  name?: string;
  pyproject?: TomlTables;
  pipfile?: TomlTables;
  /** Normalised names, extras as `name[extra]` too; from the first file that lists each. */
  dependencies: Map<string, string>;
  /** The same of development groups. */
  development: Set<string>;
}

const MANIFESTS = ["pyproject.toml", "requirements.txt", "Pipfile", "setup.py", "setup.cfg", "manage.py"];

/** Requirements files, the one of production first. */
const REQUIREMENTS = /^(requirements(\/[\w-]+)?|requirements[-_.][\w-]+)\.(txt|in)$/;
const DEVELOPMENT = /dev|test|lint|docs|ci/;

/** Reads the manifests; undefined where there are none. */
export function pythonProject(tree: Snapshot): PythonProject | undefined {
  const requirements = tree.find(REQUIREMENTS);
  const manifest =
    MANIFESTS.find((file) => tree.has(file)) ?? requirements.find((file) => !DEVELOPMENT.test(file));
  if (!manifest) return undefined;
  const pyproject = TomlTables.of(tree, "pyproject.toml");
  const pipfile = TomlTables.of(tree, "Pipfile");
  const listed = [
    ...(pyproject?.tables ?? []).flatMap(pyprojectLists),
    ...(pipfile?.tables ?? []).flatMap(pipfileLists),
    ...requirements.flatMap((file) => requirementLists(tree, file)),
  ];
  const dependencies = new Map<string, string>();
  const development = new Set<string>();
  for (const { names, from, isDevelopment } of listed) {
    for (const name of names.flatMap(namesOf)) {
      if (isDevelopment) development.add(name);
      else if (!dependencies.has(name)) dependencies.set(name, from);
    }
  }
  const name = pyproject?.text("project", "name") ?? pyproject?.text("tool.poetry", "name");
  return { manifest, name, pyproject, pipfile, dependencies, development };
}

/** Requirements as a manifest's line lists them. */
interface Listed {
  names: string[];
  from: string;
  isDevelopment: boolean;
}

const GROUPS = /^(dependency-groups|project\.optional-dependencies|tool\.pdm\.dev-dependencies)$/;
const POETRY_GROUPS = /^tool\.poetry\.(group\.[\w-]+\.dependencies|dev-dependencies)$/;

function pyprojectLists({ name, entries }: Table): Listed[] {
  return entries.flatMap(({ key, values, raw, line }): Listed[] => {
    const from = `pyproject.toml:${line}`;
    if (name === "project" && key === "dependencies") return [{ names: values, from, isDevelopment: false }];
    if (name === "tool.poetry.dependencies")
      return [{ names: [withExtras(key, raw)], from, isDevelopment: false }];
    if (GROUPS.test(name)) return [{ names: values, from, isDevelopment: true }];
    return POETRY_GROUPS.test(name) ? [{ names: [key], from, isDevelopment: true }] : [];
  });
}

function pipfileLists({ name, entries }: Table): Listed[] {
  if (name !== "packages" && name !== "dev-packages") return [];
  return entries.map(({ key, raw, line }) => ({
    names: [withExtras(key, raw)],
    from: `Pipfile:${line}`,
    isDevelopment: name === "dev-packages",
  }));
}

function requirementLists(tree: Snapshot, file: string): Listed[] {
  const isDevelopment = DEVELOPMENT.test(file);
  const lines = (tree.text(file) ?? "").split("\n");
  return lines.map((line, index) => ({ names: [line], from: `${file}:${index + 1}`, isDevelopment }));
}

/** `FastAPI[standard]>=0.110; python_version > "3"` is `fastapi` and `fastapi[standard]`. */
function namesOf(requirement: string): string[] {
  const [, name, extras = ""] =
    /^\s*([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[([^\]]*)\])?/.exec(requirement) ?? [];
  if (!name) return [];
  const plain = name.toLowerCase().replace(/[._-]+/g, "-");
  return [
    plain,
    ...extras
      .split(",")
      .filter(Boolean)
      .map((extra) => `${plain}[${extra.trim()}]`),
  ];
}

/** `{ extras = ["standard"], version = "…" }` of poetry and pipenv, as pip writes it. */
function withExtras(name: string, raw: string): string {
  const extras = /extras\s*=\s*\[([^\]]*)\]/.exec(raw)?.[1]?.replace(/["'\s]/g, "");
  return extras ? `${name}[${extras}]` : name;
}
