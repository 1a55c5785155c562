import type { Detection } from "../../detection/detection.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import type { Fact } from "../../microservice.ts";
import type { Fault } from "../../yaml/fault.ts";
import { codeFiles } from "./apps.ts";
import { LOCKS, usualInstalls } from "./managers.ts";
import { VERSIONS } from "./own-package.ts";
import type { PythonProject } from "./project.ts";
import { isItself, loose, requirementsFiles, requirementsIn } from "./requirements.ts";

/** What is installed, and what is to be said of it. */
export type Installs = Required<Pick<Detection, "facts" | "faults" | "warnings">> &
  Pick<Detection, "unlocked">;

/** What locks, in each manager's words. */
const LOCKING: Record<string, string> = { pip: "pip freeze > requirements.txt", pipenv: "pipenv lock" };

/**
 * What a manager installs for an image.
 *
 * @param above the lockfile lies in a workspace above.
 */
export function installs(tree: Snapshot, project: PythonProject, manager: string, above: boolean): Installs {
  const none: Installs = { facts: [], faults: [], warnings: [] };
  const lock = LOCKS[manager];
  const files = requirementsFiles(tree);
  const usesFiles = manager === "pip" || (manager === "uv" && !tree.has("uv.lock") && !above);
  if (usesFiles && files.length > 1) return { ...none, faults: [which(files)] };
  if (usesFiles && files[0]) return listed(tree, project, manager, files[0]);
  const own = hasPackage(tree, project, manager) ? ["."] : [];
  const warnings = own.length ? untold(tree, project) : [];
  const isThere = lock !== undefined && (above || tree.has(lock));
  if (isThere) return { ...none, facts: factsOf(manager, [lock, ...own], lock), warnings };
  const unlocked = unlockedManifest(project, manager);
  if (lock)
    return {
      ...none,
      facts: factsOf(manager, [project.manifest, ...own], project.manifest),
      warnings,
      unlocked,
    };
  const asks = isDynamic(project) || (!project.pyproject?.has("project") && hasSetup(tree));
  const named = project.pyproject?.has("project") ? ["pyproject.toml", ...own] : [];
  const value = asks ? ["."] : named;
  return {
    ...none,
    facts: factsOf(manager, value, project.manifest),
    warnings,
    ...(value.length && { unlocked }),
  };
}

/** From requirements: `.` among them brings what the service's own package depends on. */
function listed(tree: Snapshot, project: PythonProject, manager: string, file: string): Installs {
  const all = requirementsIn(tree, file);
  const free = loose(all);
  const asks = all.some(isItself);
  const own = !asks && hasPackage(tree, project, "pip") && needsItself(tree, project) ? ["."] : [];
  const message =
    free && `${/^[\w.-]+/.exec(free.text)?.[0]} has no version: another may be installed tomorrow`;
  return {
    facts: factsOf(manager, [...(asks ? ["."] : []), file, ...own], file),
    faults: [],
    warnings: own.length || asks ? untold(tree, project) : [],
    ...(free &&
      message && {
        unlocked: {
          file: free.file,
          line: free.line,
          message,
          hint: `pin it with ==, or lock all with ${LOCKING.pip}`,
        },
      }),
  };
}

/** Nothing where it is what the manager is known for. */
function factsOf(manager: string, value: string[], from: string): Fact[] {
  const isUsual = value.join() === usualInstalls(manager).join();
  return isUsual || !value.length ? [] : [{ field: "installs", value, from }];
}

function which(files: string[]): Fault {
  const [first = "requirements.txt"] = files;
  return {
    file: first,
    message: `requirements: ${files.join(" or ")}?`,
    hint: `say "-r ${first}" in a file requirements.txt`,
  };
}

function unlockedManifest({ manifest }: PythonProject, manager: string): Fault {
  const hint = `run ${LOCKING[manager] ?? `${manager} lock`}, and commit what it writes`;
  return { file: manifest, message: "nothing is locked: other releases may be installed tomorrow", hint };
}

function hasSetup(tree: Snapshot): boolean {
  return tree.has("setup.py") || tree.has("setup.cfg");
}

function isDynamic({ pyproject }: PythonProject): boolean {
  return pyproject?.get("project", "dynamic")?.values.includes("dependencies") ?? false;
}

/** Whether its manager installs the service as a package, too. */
function hasPackage(tree: Snapshot, { pyproject, name }: PythonProject, manager: string): boolean {
  const said = (table: string, key: string) => pyproject?.text(table, key);
  if (
    !pyproject ||
    !name ||
    said("tool.uv", "package") === "false" ||
    said("tool.pdm", "distribution") === "false"
  )
    return false;
  if (manager === "poetry" || pyproject.has("tool.poetry")) {
    const module = name.replace(/[-.]+/g, "_");
    const usual = [module, module.toLowerCase()].flatMap((each) => [
      `${each}/__init__.py`,
      `src/${each}/__init__.py`,
      `${each}.py`,
    ]);
    const isThere =
      pyproject.get("tool.poetry", "packages") !== undefined || usual.some((file) => tree.has(file));
    return said("tool.poetry", "package-mode") !== "false" && isThere && pyproject.has("build-system");
  }
  return (
    pyproject.has("build-system") ||
    said("tool.uv", "package") === "true" ||
    said("tool.pdm", "distribution") === "true"
  );
}

/** Requirements leave the service's own package out: whether something asks for it all the same. */
function needsItself(tree: Snapshot, { pyproject }: PythonProject): boolean {
  const asks = /importlib[._]metadata|pkg_resources|entry_points\(/;
  return (
    pyproject?.has("project.scripts") === true ||
    tree.find(/^src\/[^/]+\/__init__\.py$/).length > 0 ||
    codeFiles(tree).some((file) => asks.test(tree.text(file) ?? ""))
  );
}

/** A version that git's tags would tell. */
function untold(_tree: Snapshot, { pyproject }: PythonProject): Fault[] {
  const requires = pyproject?.get("build-system", "requires");
  const tool = Object.keys(VERSIONS).find((name) =>
    requires?.values.some((each) => new RegExp(`^${name}\\b`, "i").test(each)),
  );
  const isAsked =
    pyproject?.get("project", "dynamic")?.values.includes("version") || tool?.startsWith("poetry");
  if (!tool || !requires || !isAsked) return [];
  const message = `${tool} reads the version off git's tags, which a build doesn't see: it is 0.0.0`;
  return [
    {
      file: "pyproject.toml",
      line: requires.line,
      message,
      hint: `say buildArguments: { ${VERSIONS[tool]}: "1.2.3" }`,
    },
  ];
}
