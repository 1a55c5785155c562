import { detectPython } from "../detection/python.ts";
import { type Language, OUT } from "./language.ts";
import { begin, withManifests, withSources } from "./sources.ts";

const APP = `${OUT}/app`;

/** Python: wheels built, an environment made of them, and that with the application in the image. */
export const python: Language = {
  name: "python",
  detect: detectPython,
  dependencies(kit, service) {
    return withManifests(begin(kit, service, "python"), kit, service, ["requirements*.txt", "pyproject.toml"])
      .withMountedCache("/root/.cache/pip", kit.cache("pip"))
      .withExec(["pip", "wheel", "--no-deps", "--wheel-dir", "/wheels", "--requirement", "requirements.txt"]);
  },
  build(kit, service, dependencies) {
    return withSources(dependencies, kit, service);
  },
  test(kit, service, dependencies) {
    const install =
      "pip install --break-system-packages --find-links /wheels -r requirements.txt -r requirements-dev.txt";
    return withSources(dependencies, kit, service)
      .withExec(["sh", "-c", install])
      .withExec(service.testCommand ?? ["python3", "-m", "pytest"]);
  },
  package(_kit, _service, built) {
    const install = `pip install --no-index --no-compile --find-links /wheels --target ${APP}/lib -r requirements.txt`;
    // Hash-checked pyc files don't depend on a clock; "unchecked" saves the check at each start.
    const compile = `python3 -m compileall -q --invalidation-mode unchecked-hash ${APP}`;
    return built.withExec(["sh", "-c", `${install} && cp -a . ${APP}/ && ${compile}`]);
  },
  runtime(kit, service, artifact) {
    return kit
      .from("python-runtime", service.version)
      .withDirectory("/", artifact)
      .withWorkdir("/app")
      .withEnvVariable("PYTHONPATH", "/app/lib:/app")
      .withEntrypoint(service.command ?? ["python3", service.entrypoint ?? "app.py"]);
  },
};
