import type { Microservice } from "../../microservice.ts";
import { OUT } from "../language.ts";
import { ENVIRONMENT, relocated } from "./environment.ts";

/** Where what builds the service's own package lies, so that an edit downloads nothing. */
const BACKEND = "/opt/backend";

/** What `[build-system]` asks for; setuptools, where it says nothing. pip's own reader of TOML: Python has one since 3.11. */
const REQUIRES = [
  "import os",
  "from pip._vendor import tomli",
  "text = open('pyproject.toml').read() if os.path.exists('pyproject.toml') else ''",
  "for each in tomli.loads(text).get('build-system', {}).get('requires', ['setuptools>=64']): print(each)",
].join("\n");

/** Commands that install what builds the service's own package. */
export function backend(): string[] {
  return [
    `python3 -c '${REQUIRES.replaceAll("'", `'"'"'`)}' > /tmp/backend.txt`,
    `pip install --quiet --no-compile --disable-pip-version-check --root-user-action=ignore --target ${BACKEND} --requirement /tmp/backend.txt wheel editables`,
  ];
}

/**
 * Versions that git's tags would tell, by the tools that ask for them: sources have no history here. A build argument
 * of the same name says another.
 */
export const VERSIONS: Record<string, string> = {
  "setuptools-scm": "SETUPTOOLS_SCM_PRETEND_VERSION",
  "hatch-vcs": "SETUPTOOLS_SCM_PRETEND_VERSION",
  "pdm-backend": "PDM_BUILD_SCM_VERSION",
  pbr: "PBR_VERSION",
  "poetry-dynamic-versioning": "POETRY_DYNAMIC_VERSIONING_BYPASS",
  "uv-dynamic-versioning": "UV_DYNAMIC_VERSIONING_BYPASS",
};

/** Assignments for a shell. */
function pretended(): string {
  return [...new Set(Object.values(VERSIONS))]
    .map((name) => `export ${name}="\${${name}:-0.0.0}"`)
    .join(" && ");
}

/** Whether the service's own package is installed beside its dependencies. */
export function isInstalled({ installs = [] }: Microservice): boolean {
  return installs.length > 1 && installs.at(-1) === ".";
}

/** Whether its own package says what it depends on in a way that only its sources tell. */
export function asksItself({ installs = [] }: Microservice): boolean {
  return installs[0] === ".";
}

/**
 * Commands that install the service's own package for editing, as its manager does: its name, its version and its
 * programs are there, and its modules lie where its sources do.
 */
export function ownPackage(service: Microservice): string[] {
  if (!isInstalled(service)) return [];
  const pip = "pip install --quiet --no-compile --disable-pip-version-check --root-user-action=ignore";
  const options = `--no-deps --no-build-isolation --use-pep517 --target ${OUT}${ENVIRONMENT} --editable .`;
  return [
    pretended(),
    `PATH=${BACKEND}/bin:$PATH PYTHONPATH=${BACKEND} ${pip} ${options}`,
    ...relocated(OUT),
  ];
}
