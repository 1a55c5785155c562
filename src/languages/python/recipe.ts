import { shellWord } from "../../dockerfile/script.ts";
import type { Microservice } from "../../microservice.ts";
import type { Stage } from "../../stage.ts";
import { type Language, LIBRARIES, OUT } from "../language.ts";
import { bare } from "../packages.ts";
import {
  APP,
  appdir,
  begin,
  copyOwnFiles,
  shell,
  withInputs,
  withManifests,
  withSources,
} from "../sources.ts";
import { detectPython } from "./detect.ts";
import { MANIFESTS, pythonManager, REQUIREMENTS } from "./managers.ts";
import { modulePlaces } from "./modules.ts";

/** Python: an environment made from the lockfile, and that with the application in the image. */
export const python: Language = {
  name: "python",
  aliases: ["py", "django", "flask"],
  manifests: ["pyproject.toml", "requirements.txt", "Pipfile", "setup.py", "manage.py"],
  reads: [
    ...["pyproject.toml", "requirements*.txt", "requirements/*.txt", "Pipfile", "setup.cfg"],
    ...["runtime.txt", ".python-version", ".flaskenv"],
  ],
  readsWhenAsked: ["*.py", "*.sh"],
  managers: ["pip", "uv", "poetry", "pdm", "pipenv"],
  entrypoint: { what: "module:object or a file", places: modulePlaces },
  firstBuildSeconds: 10,
  libraries: true,
  detect: detectPython,
  dependencies(kit, service) {
    const { setup, cache } = pythonManager(service);
    const started = begin(kit, service, "python").withMountedCache(cache.path, kit.cache(cache.name));
    const settled = withManifests(withTools(started, setup), kit, service, MANIFESTS);
    // A package of the repository is installed like any other, and is a dependency with all its sources.
    return withInputs(settled, kit, service).withExec(
      shell(...installed(service, false, `--target ${ENVIRONMENT}`), COMPACT),
    );
  },
  build(kit, service, dependencies) {
    return withSources(dependencies, kit, service);
  },
  test(kit, service, dependencies) {
    const prepared = dependencies.withExec(shell(...installed(service, true)));
    return withSources(prepared, kit, service) //
      .withExec(service.testCommand ?? ["python3", "-m", "unittest", "discover"]);
  },
  package(_kit, service, built) {
    const target = `${OUT}${appdir(service)}`;
    return built.withExec(
      shell(copyOwnFiles(service, UNREAD), compile(shellWord(target), shellWord(appdir(service))), CPLUSPLUS),
    );
  },
  runtime(kit, service, artifact, libraries) {
    return bare(kit, service, "python-runtime", service.version)
      .withDirectory("/", libraries)
      .withDirectory("/", artifact)
      .withWorkdir(startdir(service))
      .withEnvVariable("PYTHONPATH", importPath(service).join(":"))
      .withEntrypoint(command(service));
  },
};

/** Where dependencies are installed. */
const ENVIRONMENT = `${LIBRARIES}${APP}/lib`;

/** The base has no C++ library: 2 MB that few packages need are brought along by those that do. */
const CPLUSPLUS =
  `if grep -rqs --include='*.so*' libstdc++.so.6 ${ENVIRONMENT}; ` +
  `then cp --parents -L /usr/lib/*-linux-gnu/libstdc++.so.6 ${LIBRARIES}; fi`;

const UNREAD = [
  ...MANIFESTS.filter((name) => name !== "pyproject.toml"),
  "requirements*.in",
  "conftest.py",
  "pytest.ini",
];

/**
 * Scripts start with this stage's interpreter, and sources are compiled: as in the base's own library,
 * a traceback names their files and lines but can't quote them. The application keeps its sources.
 */
const COMPACT = [
  `rm -rf ${ENVIRONMENT}/bin`,
  compile(ENVIRONMENT, `${APP}/lib`, "-b"),
  `find ${ENVIRONMENT} -type f '(' -name '*.py' -o -name '*.py[ix]' -o -name '*.[ch]' ')' -delete`,
].join(" && ");

/** Requirements that are a workspace's members lie where its lockfile says: relative to its root. */
function installed(service: Microservice, development: boolean, options = ""): string[] {
  const { install, export: requirements } = pythonManager(service);
  const root = service.workspace === undefined ? [] : [`cd ${shellWord(`/src/${service.workspace}`)}`];
  const words = [install, options, `--requirement ${REQUIREMENTS}`].filter(Boolean);
  return [requirements(development), ...root, words.join(" ")];
}

function withTools<C extends Stage>(stage: C, tools: string[]): C {
  return tools.length
    ? stage.withExec(["pip", "install", "--no-cache-dir", "--root-user-action=ignore", ...tools])
    : stage;
}

/**
 * pyc files that don't depend on a clock: checked against nothing, since nothing in an image changes.
 *
 * @param place where the files will lie: tracebacks say it.
 * @param options `-b` writes them beside the sources, where they serve without them.
 */
function compile(directory: string, place: string, options = "-j 0"): string {
  return `python3 -m compileall -q ${options} --invalidation-mode unchecked-hash -s ${directory} -p ${place} ${directory}`;
}

function startdir(service: Microservice): string {
  return below(service, service.startDirectory);
}

/** Where modules are looked for: dependencies, where the command starts, where sources begin, the service itself. */
function importPath(service: Microservice): string[] {
  const places = [startdir(service), below(service, service.importRoot), appdir(service)];
  return [`${APP}/lib`, ...new Set(places)];
}

function below(service: Microservice, directory = "."): string {
  return directory === "." ? appdir(service) : `${appdir(service)}/${directory}`;
}

function command({ command: said, entrypoint = "app.py" }: Microservice): string[] {
  return said ?? ["python3", entrypoint];
}
