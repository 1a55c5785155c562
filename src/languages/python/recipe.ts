import { shellWord } from "../../dockerfile/script.ts";
import type { Microservice } from "../../microservice.ts";
import type { Stage } from "../../stage.ts";
import { withGitAccess, withoutGitAccess } from "../git-settings.ts";
import { type Language, LIBRARIES, OUT } from "../language.ts";
import { appdir, begin, copyOwnFiles, shell, withInputs, withManifests, withSources } from "../sources.ts";
import { collected } from "./collectstatic.ts";
import { CONDA } from "./conda.ts";
import { detectPython } from "./detect.ts";
import { compile, compiled, INSTALLED, relocated } from "./environment.ts";
import { provided, pythonImage } from "./interpreter.ts";
import { importPath, startdir } from "./layout.ts";
import { withLibraries } from "./libraries.ts";
import { COMMON_REQUIREMENTS, MANIFESTS, pythonManager, usualInstalls } from "./managers.ts";
import { modulePlaces } from "./modules.ts";
import { asksItself, backend, isInstalled, ownPackage } from "./own-package.ts";
import { NESTED_REQUIREMENTS } from "./requirements.ts";

/** Python: an environment made from the lockfile, and that with the application in the image. */
export const python: Language = {
  name: "python",
  toolchain: "python",
  aliases: ["py", "django", "flask"],
  manifests: ["pyproject.toml", "requirements.txt", "Pipfile", "setup.py", ...NESTED_REQUIREMENTS, ...CONDA],
  reads: [
    ...["pyproject.toml", "requirements*.txt", "requirements/*.txt", "Pipfile", "setup.cfg"],
    ...["runtime.txt", ".python-version", ".flaskenv"],
  ],
  readsWhenAsked: ["*.py", "*.sh"],
  managers: ["pip", "uv", "poetry", "pdm", "pipenv"],
  entrypoint: { what: "module:object or a file", places: modulePlaces },
  firstBuildSeconds: 10,
  sharesDependencies: true,
  libraries: true,
  detect: detectPython,
  dependencies(kit, service) {
    const { setup, cache } = pythonManager(service);
    const started = begin(kit, service, "python").withMountedCache(cache.path, kit.cache(cache.name));
    const told = withManifests(withTools(started, setup), kit, service, MANIFESTS);
    // A package of the repository is installed like any other, and is a dependency with all its sources.
    const ready = asksItself(service) ? withSources(told, kit, service) : withInputs(told, kit, service);
    return ready.withExec(
      shell(
        `mkdir -p ${INSTALLED}`,
        ...installed(service, false, `--target ${INSTALLED}`),
        ...relocated(LIBRARIES),
        ...compiled(),
        withLibraries(provided(service), LIBRARIES, LIBRARIES),
        ...(isInstalled(service) ? backend() : []),
      ),
    );
  },
  build(kit, service, dependencies) {
    return withSources(dependencies, kit, service);
  },
  test(kit, service, dependencies) {
    const open = withGitAccess(dependencies, kit, service);
    const prepared = withoutGitAccess(open.withExec(shell(...installed(service, true))), service);
    return withSources(prepared, kit, service) //
      .withExec(service.testCommand ?? ["python3", "-m", "unittest", "discover"]);
  },
  package(_kit, service, built) {
    const target = `${OUT}${appdir(service)}`;
    return built.withExec(
      shell(
        ...ownPackage(service),
        copyOwnFiles(service, UNREAD),
        ...collected(service),
        compile(shellWord(target), shellWord(appdir(service))),
        ...(isInstalled(service) ? [withLibraries(provided(service), OUT, OUT)] : []),
      ),
    );
  },
  runtime(kit, service, artifact, libraries) {
    return pythonImage(kit, service)
      .withDirectory("/", libraries)
      .withDirectory("/", artifact)
      .withWorkdir(startdir(service))
      .withEnvVariable("PYTHONPATH", importPath(service).join(":"))
      .withEntrypoint(command(service));
  },
};

const UNREAD = [
  ...MANIFESTS.filter((name) => name !== "pyproject.toml"),
  "requirements*.in",
  "conftest.py",
  "pytest.ini",
  "*.egg-info",
];

/** Requirements that are a workspace's members lie where its lockfile says: relative to its root. */
function installed(service: Microservice, development: boolean, options = ""): string[] {
  const { install, export: requirements } = pythonManager(service);
  const words = [install, options, `--requirement ${COMMON_REQUIREMENTS}`].filter(Boolean).join(" ");
  const some = `if grep -q '[^[:space:]]' ${COMMON_REQUIREMENTS}; then ${words}; fi`;
  // In a shell of its own: what comes after reads the service's own manifest.
  const there = service.workspace && `(cd ${shellWord(`/src/${service.workspace}`)} && ${some})`;
  return [requirements(development, resolvedFrom(service)), there ?? some];
}

/** What tells the dependencies: the service's own package does where nothing else is there. */
function resolvedFrom({ installs, packageManager = "pip" }: Microservice): string[] {
  const all = installs ?? usualInstalls(packageManager);
  const others = all.filter((file) => file !== ".");
  return others.length ? others : all;
}

function withTools<C extends Stage>(stage: C, tools: string[]): C {
  return tools.length
    ? stage.withExec(["pip", "install", "--no-cache-dir", "--root-user-action=ignore", ...tools])
    : stage;
}

function command({ command: said, entrypoint = "app.py" }: Microservice): string[] {
  return said ?? ["python3", entrypoint];
}
