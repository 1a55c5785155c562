import type { Snapshot } from "../../files/snapshot.ts";
import { type Table, TomlTables } from "../../manifests/toml.ts";
import {
  DEVELOPMENT_NAME,
  isItself,
  REQUIREMENTS_NAME,
  requirementsFiles,
  requirementsIn,
} from "./requirements.ts";

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

/** Lockfiles of managers that read no requirements. */
const LOCKS = ["uv.lock", "poetry.lock", "pdm.lock", "Pipfile.lock", "Pipfile"];

/** Reads the manifests; undefined where there are none. */
export function pythonProject(tree: Snapshot): PythonProject | undefined {
  const found = tree.find(new RegExp(`${REQUIREMENTS_NAME.source}|${NESTED.source}`));
  const files = found.filter((file) => REQUIREMENTS_NAME.test(file));
  const [installed] = requirementsFiles(tree, files);
  const manifest =
    MANIFESTS.find((file) => tree.has(file)) ?? installed ?? found.find((file) => NESTED.test(file));
  if (!manifest) return undefined;
  const pyproject = TomlTables.of(tree, "pyproject.toml");
  const pipfile = TomlTables.of(tree, "Pipfile");
  const required = (installed ? [installed] : []).flatMap((file) => requirementLists(tree, file, false));
  const isRequired = required.length > 0 && !LOCKS.some((file) => tree.has(file));
  const listed = [
    ...(pyproject?.tables ?? []).flatMap((table) => pyprojectLists(table, pyproject)),
    ...(pipfile?.tables ?? []).flatMap(pipfileLists),
    ...required,
    ...setupLists(tree),
    ...files
      .filter((file) => DEVELOPMENT_NAME.test(file))
      .flatMap((file) => requirementLists(tree, file, true)),
  ];
  const dependencies = new Map<string, string>();
  const development = new Set<string>();
  // What requirements list is what is installed: a manifest beside them may say more.
  const isAll = hasItself(required);
  const taken = isRequired ? [...required, ...listed.filter((each) => each.isDevelopment || isAll)] : listed;
  for (const { names, from, isDevelopment } of taken) {
    for (const name of names.flatMap(namesOf)) {
      if (isDevelopment) development.add(name);
      else if (!dependencies.has(name)) dependencies.set(name, from);
    }
  }
  const name = pyproject?.text("project", "name") ?? pyproject?.text("tool.poetry", "name");
  return { manifest, name, pyproject, pipfile, dependencies, development };
}

/** Django's, in a directory below, where nothing else says that this is Python. */
const NESTED = /^[^/]+\/manage\.py$/;

function hasItself(required: Listed[]): boolean {
  return required.some(({ names: [text = ""], from }) => isItself({ text, from, file: from, line: 1 }));
}

/** Requirements as a manifest's line lists them. */
interface Listed {
  names: string[];
  from: string;
  isDevelopment: boolean;
}

const GROUPS = /^(dependency-groups|project\.optional-dependencies|tool\.pdm\.dev-dependencies)$/;
const POETRY_GROUP = /^tool\.poetry\.(?:group\.([\w-]+)\.dependencies|dev-dependencies)$/;

function pyprojectLists({ name, entries }: Table, pyproject: TomlTables | undefined): Listed[] {
  const [isGroup, group = "dev"] = POETRY_GROUP.exec(name) ?? [];
  const isAside =
    DEVELOPMENT_NAME.test(group) || pyproject?.text(`tool.poetry.group.${group}`, "optional") === "true";
  return entries.flatMap(({ key, values, raw, line }): Listed[] => {
    const from = `pyproject.toml:${line}`;
    if (name === "project" && key === "dependencies") return [{ names: values, from, isDevelopment: false }];
    if (name === "tool.poetry.dependencies")
      return [{ names: [withExtras(key, raw)], from, isDevelopment: false }];
    if (GROUPS.test(name)) return [{ names: values, from, isDevelopment: true }];
    return isGroup ? [{ names: [withExtras(key, raw)], from, isDevelopment: isAside }] : [];
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

function requirementLists(tree: Snapshot, file: string, isDevelopment: boolean): Listed[] {
  return requirementsIn(tree, file).map(({ text, from }) => ({ names: [text], from, isDevelopment }));
}

/** `install_requires` of setup.py and setup.cfg: quoted texts, or a line each. */
function setupLists(tree: Snapshot): Listed[] {
  return ["setup.py", "setup.cfg"].flatMap((file): Listed[] => {
    const text = tree.text(file) ?? "";
    const list = /install_requires\s*=\s*(\[[^\]]*\]|(?:\n[ \t]+.*)+)/.exec(text);
    const names = list?.[1]?.startsWith("[")
      ? [...list[1].matchAll(/["']([^"']+)["']/g)].map((match) => match[1] as string)
      : (list?.[1]?.split("\n") ?? []);
    const line = list && text.slice(0, list.index).split("\n").length;
    return names.length ? [{ names, from: `${file}:${line}`, isDevelopment: false }] : [];
  });
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
