import { shellWord } from "../../dockerfile/script.ts";
import type { Microservice } from "../../microservice.ts";
import { DEVELOPMENT_NAME } from "./requirements.ts";

/** How one package manager's lockfile becomes an environment. */
export interface PythonManager {
  /** Packages that read the lockfile; pip is a part of the base. */
  setup: string[];
  /**
   * Writes what is locked as requirements to {@link COMMON_REQUIREMENTS}; locks first where nobody did.
   *
   * @param files what is installed; what the manager is known for by default.
   */
  export(development: boolean, files?: string[]): string;
  /** Installs requirements. */
  install: string;
  /** Its download cache; parallel builds may share it. */
  cache: { name: string; path: string };
}

/** Where a lockfile's content is put in the form that all installers read. */
export const COMMON_REQUIREMENTS = "/tmp/requirements.txt";

/** Files that decide what is installed. */
export const MANIFESTS = [
  ...[
    "requirements*.txt",
    "requirements*.in",
    "requirements/*.txt",
    "requirements/*.in",
    "*requirements.txt",
  ],
  ...["constraints*.txt", "pyproject.toml", "uv.lock", "poetry.lock", "pdm.lock", "Pipfile", "Pipfile.lock"],
];

/** Lockfiles, by who writes them. */
export const LOCKS: Record<string, string> = {
  uv: "uv.lock",
  poetry: "poetry.lock",
  pdm: "pdm.lock",
  pipenv: "Pipfile.lock",
};

/** What a manager installs where nothing else is said. */
export function usualInstalls(manager: string): string[] {
  return [LOCKS[manager] ?? "requirements.txt"];
}

/** The manager of a service, at a version that reads its lockfile. */
export function pythonManager({
  packageManager = "pip",
  packageManagerVersion,
}: Microservice): PythonManager {
  const manager = MANAGERS[packageManager] ?? pip;
  const [own, ...others] = manager.setup;
  if (!own || !packageManagerVersion) return manager;
  return { ...manager, setup: [own.replace(/==.*/, `==${packageManagerVersion}`), ...others] };
}

/** What `[project]` of a pyproject.toml names, by pip's own reader of TOML: Python has one since 3.11. */
const NAMED = `from pip._vendor import tomli; print(*tomli.load(open("pyproject.toml", "rb")).get("project", {}).get("dependencies", []), sep="\\n")`;

/** Requirements may name others by relative path, so they are read where they lie. */
function listed(development: boolean, files = usualInstalls("pip")): string {
  const own = files.map((file) => {
    if (file === "pyproject.toml") return `python3 -c '${NAMED}'`;
    return file === "." ? 'echo "-e $PWD"' : `echo "-r $PWD/"${shellWord(file)}`;
  });
  const write = `{ ${own.join("; ")}; } > ${COMMON_REQUIREMENTS}`;
  const habits =
    "requirements-dev.txt requirements/dev.txt requirements/development.txt requirements/test.txt dev-requirements.txt";
  const more = `for each in ${habits}; do [ ! -f $each ] || echo "-r $PWD/$each" >> ${COMMON_REQUIREMENTS}; done`;
  return development ? `${write} && ${more}` : write;
}

const pip: PythonManager = {
  setup: [],
  export: listed,
  install: "pip install --no-compile --use-pep517 --disable-pip-version-check --root-user-action=ignore",
  cache: { name: "pip", path: "/root/.cache/pip" },
};

/**
 * Indexes that a project names are written with what is locked; the usual one is whoever's builds this. What is locked
 * has its version and sum, so that it doesn't matter which index is asked first.
 */
const uv: PythonManager = {
  setup: ["uv==0.13.9"],
  export(development, files = usualInstalls("uv")) {
    if (!/^(uv\.lock|pyproject\.toml)$/.test(files[0] ?? "")) return listed(development, files);
    const group = development ? "" : " --no-dev";
    const known = "uv export --help | grep -o -e '--emit-index-url' -e '--emit-find-links' | sort -u";
    return [
      ...(files[0] === "uv.lock" ? [] : ["uv lock --quiet"]),
      `uv export --quiet --frozen --no-emit-project --no-editable${group} $(${known}) --output-file ${COMMON_REQUIREMENTS}`,
      `sed -i '/^--index-url /d' ${COMMON_REQUIREMENTS}`,
    ].join(" && ");
  },
  install: "uv pip install --quiet --system --link-mode=copy --index-strategy unsafe-best-match",
  cache: { name: "uv", path: "/root/.cache/uv" },
};

/** Groups of Poetry's that `poetry install` takes, but for those of who writes and tests, with a comma before each. */
const POETRY_GROUPS = [
  "import re; from pip._vendor import tomli",
  'groups = tomli.load(open("pyproject.toml", "rb")).get("tool", {}).get("poetry", {}).get("group", {})',
  `aside = re.compile(r"${DEVELOPMENT_NAME.source}")`,
  'print("".join("," + name for name, group in groups.items() if not group.get("optional") and not aside.search(name)))',
].join("; ");

const MANAGERS: Record<string, PythonManager> = {
  pip,
  uv,
  poetry: {
    ...pip,
    setup: ["poetry==2.5.1", "poetry-plugin-export==1.10.1"],
    export: (development, files = usualInstalls("poetry")) =>
      `${files[0] === "poetry.lock" ? "" : "poetry lock --no-interaction && "}` +
      (development ? "" : `groups=$(python3 -c '${POETRY_GROUPS}') && `) +
      `poetry export --no-interaction --output ${COMMON_REQUIREMENTS} ${development ? "--all-groups" : '--only "main$groups"'}`,
  },
  pdm: {
    ...pip,
    // Its own dependencies as it was tested with: what it asks for may be newer than what an index has.
    setup: ["pdm[locked]==2.29.3"],
    export: (development, files = usualInstalls("pdm")) =>
      `${files[0] === "pdm.lock" ? "" : "pdm lock --quiet && "}` +
      `pdm export --no-markers --format requirements --output ${COMMON_REQUIREMENTS}${development ? "" : " --prod"}`,
  },
  pipenv: {
    ...pip,
    setup: ["pipenv==2026.10.3"],
    export: (development, files = usualInstalls("pipenv")) =>
      `${files[0] === "Pipfile.lock" ? "" : "pipenv lock && "}` +
      `pipenv requirements --hash${development ? " --dev" : ""} > ${COMMON_REQUIREMENTS}`,
  },
};
