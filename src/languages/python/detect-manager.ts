import { fact, type Question } from "../../detection/detection.ts";
import { inputsFrom, type Outside, outside } from "../../detection/inputs.ts";
import { covering, type FoundFile, filesIn } from "../../detection/upward-search.ts";
import { join } from "../../files/paths.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import { TomlTables } from "../../manifests/toml.ts";
import type { Fact } from "../../microservice.ts";
import type { PythonProject } from "./project.ts";
import { requirementsFiles } from "./requirements.ts";

const LOCKFILES: Record<string, string> = {
  "uv.lock": "uv",
  "poetry.lock": "poetry",
  "pdm.lock": "pdm",
  "Pipfile.lock": "pipenv",
};

/** Who installs: the lockfile's writer, else the one whose tables pyproject.toml has, else pip. */
export function detectManager(
  tree: Snapshot,
  project: PythonProject,
  workspace: FoundFile | undefined,
  given?: string,
): { facts: Fact[]; choices: Question[] } {
  const files = Object.keys(LOCKFILES).filter((file) => tree.has(file));
  if (files.length > 1 && !given) {
    return {
      facts: [],
      choices: [{ field: "packageManager", values: files.map((file) => LOCKFILES[file] as string) }],
    };
  }
  return { facts: [managerFact(tree, project, workspace, files[0])], choices: [] };
}

function managerFact(
  tree: Snapshot,
  project: PythonProject,
  workspace: FoundFile | undefined,
  lockfile?: string,
): Fact {
  const found = (value: string, from: string): Fact => ({ field: "packageManager", value, from });
  if (lockfile) return found(LOCKFILES[lockfile] as string, lockfile);
  if (workspace) return found("uv", workspace.from);
  if (tree.has("Pipfile")) return found("pipenv", "Pipfile");
  const [requirements] = requirementsFiles(tree);
  if (requirements) return found("pip", requirements);
  for (const name of ["uv", "poetry", "pdm"]) {
    const table = project.pyproject?.tables.find(
      (each) => each.name === `tool.${name}` || each.name.startsWith(`tool.${name}.`),
    );
    if (table) return found(name, `pyproject.toml:${table.line}`);
  }
  return found("pip", project.manifest);
}

/** A uv workspace above that has the service as a member. */
export function uvWorkspace(tree: Snapshot): FoundFile | undefined {
  return filesIn(tree.above(), tree, ["pyproject.toml"]).find(({ tree: base, file }) => {
    const toml = TomlTables.of(base, file);
    const members = toml?.get("tool.uv.workspace", "members")?.values ?? [];
    const excluded = (toml?.get("tool.uv.workspace", "exclude")?.values ?? []).map(
      (pattern) => `!${pattern}`,
    );
    const own = base.directory === "." ? tree.directory : tree.directory.slice(base.directory.length + 1);
    return covering([...members, ...excluded])(own);
  });
}

/** Packages by path, the workspace's lockfile and the members that the service depends on. */
export function pythonInputs(
  tree: Snapshot,
  project: PythonProject,
  workspace: FoundFile | undefined,
): Outside[] {
  const paths = [...pathSources(tree, project.pyproject, "pyproject.toml"), ...requirementPaths(tree)];
  if (!workspace) return paths;
  const root = inputsFrom(workspace.tree, ["pyproject.toml", "uv.lock"], workspace.from);
  return [...paths, { facts: root, faults: [] }, { facts: members(tree, project, workspace), faults: [] }];
}

/** `{ path = "../x" }` of uv and poetry. */
function pathSources(tree: Snapshot, toml: TomlTables | undefined, file: string): Outside[] {
  const tables = (toml?.tables ?? []).filter(({ name }) =>
    /^tool\.(uv\.sources|poetry\b.*dependencies)/.test(name),
  );
  return tables.flatMap(({ entries }) =>
    entries.flatMap(({ raw, line }) => {
      const path = /\bpath\s*=\s*["']([^"']+)["']/.exec(raw)?.[1];
      return path ? [outside(tree, tree, path, file, line)] : [];
    }),
  );
}

/** `-e ../x`, `../x` and `-r ../base.txt`. */
function requirementPaths(tree: Snapshot): Outside[] {
  const lines = (tree.text("requirements.txt") ?? "").split("\n");
  return lines.flatMap((line, index) => {
    const path =
      /^\s*(?:(?:-e|--editable|-r|-c|--requirement|--constraint)[\s=]+)?(?:file:)?(\.{1,2}\/[^\s;[]*)/.exec(
        line,
      )?.[1];
    return path ? [outside(tree, tree, path, "requirements.txt", index + 1)] : [];
  });
}

/** Members of the workspace by name, by way of others too. */
function members(tree: Snapshot, project: PythonProject, { tree: base, from }: FoundFile): Fact[] {
  const manifests = base
    .named("pyproject.toml")
    .map((path) => join(path, ".."))
    .filter((path) => path !== ".");
  const packages = manifests.flatMap((path) => {
    const toml = TomlTables.of(base.under(path), "pyproject.toml");
    const name = toml
      ?.text("project", "name")
      ?.toLowerCase()
      .replace(/[._-]+/g, "-");
    return name && toml ? [{ name, directory: join(base.directory, path), toml }] : [];
  });
  const found = new Set<string>();
  const visit = (dependencies: Iterable<string>) => {
    for (const text of dependencies) {
      const name = /^[\w.-]+/
        .exec(text)?.[0]
        ?.toLowerCase()
        .replace(/[._-]+/g, "-");
      const member = packages.find((each) => each.name === name);
      if (!member || member.directory === tree.directory || found.has(member.directory)) continue;
      found.add(member.directory);
      visit(member.toml.get("project", "dependencies")?.values ?? []);
    }
  };
  visit(project.dependencies.keys());
  return found.size ? [fact(tree, "inputs", [...found], from)] : [];
}
