import type { Microservice } from "../../microservice.ts";

/** How one package manager's lockfile becomes an environment. */
export interface PythonManager {
  /** Packages that read the lockfile; pip is a part of the base. */
  setup: string[];
  /** Writes the lockfile as pinned requirements to {@link REQUIREMENTS}. */
  export(development: boolean): string;
  /** Installs requirements. */
  install: string;
  /** Its download cache; parallel builds may share it. */
  cache: { name: string; path: string };
}

/** Where a lockfile's content is put in the form that all installers read. */
export const REQUIREMENTS = "/tmp/requirements.txt";

/** Files that decide what is installed. */
export const MANIFESTS = [
  ...["requirements*.txt", "requirements/*.txt", "dev-requirements.txt", "constraints.txt"],
  ...["pyproject.toml", "uv.lock", "poetry.lock", "pdm.lock", "Pipfile", "Pipfile.lock"],
];

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

/** Requirements may name others by relative path, so they are read where they lie. */
function copied(development: boolean): string {
  const own = `echo "-r $PWD/requirements.txt" > ${REQUIREMENTS}`;
  const habits = "requirements-dev.txt requirements/dev.txt dev-requirements.txt";
  const more = `for each in ${habits}; do [ ! -f $each ] || echo "-r $PWD/$each" >> ${REQUIREMENTS}; done`;
  return development ? `${own} && ${more}` : own;
}

const pip: PythonManager = {
  setup: [],
  export: copied,
  install: "pip install --no-compile --disable-pip-version-check --root-user-action=ignore",
  cache: { name: "pip", path: "/root/.cache/pip" },
};

/** uv also locks in the form of requirements. */
const uv: PythonManager = {
  setup: ["uv==0.13.9"],
  export(development) {
    const group = development ? "" : " --no-dev";
    const exported = `uv export --quiet --frozen --no-emit-project --no-editable${group} --output-file ${REQUIREMENTS}`;
    return `if [ -f uv.lock ] || [ ! -f requirements.txt ]; then ${exported}; else ${copied(development)}; fi`;
  },
  install: "uv pip install --quiet --system --link-mode=copy",
  cache: { name: "uv", path: "/root/.cache/uv" },
};

const MANAGERS: Record<string, PythonManager> = {
  pip,
  uv,
  poetry: {
    ...pip,
    setup: ["poetry==2.5.1", "poetry-plugin-export==1.10.1"],
    export: (development) =>
      `poetry export --no-interaction --output ${REQUIREMENTS} ${development ? "--all-groups" : "--only main"}`,
  },
  pdm: {
    ...pip,
    // Its own dependencies as it was tested with: what it asks for may be newer than what an index has.
    setup: ["pdm[locked]==2.29.3"],
    export: (development) =>
      `pdm export --no-markers --format requirements --output ${REQUIREMENTS}${development ? "" : " --prod"}`,
  },
  pipenv: {
    ...pip,
    setup: ["pipenv==2026.10.3"],
    export: (development) => `pipenv requirements --hash${development ? " --dev" : ""} > ${REQUIREMENTS}`,
  },
};
