import { withoutGitAccess } from "../languages/git-settings.ts";
import { type Language, LIBRARIES, linterOf, OUT } from "../languages/language.ts";
import { withArguments } from "../languages/sources.ts";
import type { Microservice } from "../microservice.ts";
import type { Kit, Stage } from "../stage.ts";
import { withExtras, withSettings } from "./image.ts";

/** One service's stages in order, each on top of those before it. */
export interface Pipeline<C extends Stage> {
  dependencies: C;
  build: C;
  /** The service's tests, run. */
  test: C;
  /** Its linter, run where its tests would be; only where it has one. */
  lint?: C;
  /** Only where packaging needs a stage of its own. */
  package?: C;
  /** What crosses into the image, laid out as there. */
  artifact: C;
  /** The image. */
  runtime: C;
}

/**
 * Describes all stages of a service.
 *
 * @param service as its descriptor and files say: dependencies depend on nothing else.
 * @param resolved the same with the differences of one environment.
 * @param taken what the dependencies were on another machine: they aren't made then.
 */
export function assemble<C extends Stage>(
  kit: Kit<C>,
  language: Language,
  service: Microservice,
  resolved: Microservice,
  taken?: C,
): Pipeline<C> {
  const made = () => withoutGitAccess(language.dependencies(kit, service), service);
  const dependencies = kit.named("dependencies", taken ?? made());
  const prepared = withArguments(dependencies, differences(service, resolved));
  const build = kit.named("build", language.build(kit, resolved, prepared));
  const test = kit.named("test", language.test(kit, resolved, prepared));
  const linter = linterOf(language, resolved);
  const linted = linter && language.test(kit, { ...resolved, testCommand: linter }, prepared);
  const lint = linted && kit.named("lint", linted);
  const packaged = language.package && kit.named("package", language.package(kit, resolved, build));
  const crossing = (path: string) => (packaged ?? build).directory(path).withTimestamps(0);
  const [files, libraries] = [crossing(language.output ?? OUT), crossing(LIBRARIES)];
  const bare = kit.stages.container();
  const below = language.libraries ? bare.withDirectory("/", libraries) : bare;
  const artifact = kit.named("artifact", below.withDirectory("/", files));
  const image = withExtras(
    kit,
    resolved,
    language.runtime(kit, resolved, files, libraries, packaged ?? build),
  );
  const runtime = kit.named("runtime", withSettings(image, resolved));
  return { dependencies, build, test, lint, package: packaged, artifact, runtime };
}

/** Build arguments that the environment adds or changes: they must not reach the dependency layer. */
function differences(service: Microservice, resolved: Microservice) {
  const changed = Object.entries(resolved.buildArguments).filter(
    ([name, value]) => service.buildArguments[name] !== value,
  );
  return { buildArguments: Object.fromEntries(changed) };
}
