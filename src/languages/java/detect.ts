import { type Detection, fact, type Overrides, type Question } from "../../detection/detection.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import { element } from "../../manifests/xml.ts";
import type { Fact } from "../../microservice.ts";
import type { Fault } from "../../yaml/fault.ts";
import { commandFacts, javaLine } from "./command.ts";
import { dropwizardStart } from "./dropwizard.ts";
import { gradleInputs } from "./gradle/inputs.ts";
import { appliedPlugins } from "./gradle/plugins.ts";
import { type GradleProject, gradleModules, gradleOf, gradleRoot } from "./gradle/project.ts";
import { gradleRelease } from "./gradle/release.ts";
import { gradleStart } from "./gradle/start.ts";
import { gradleFaults, gradleWarnings } from "./gradle/wrapper.ts";
import { mavenFaults } from "./maven/faults.ts";
import { mavenInputs } from "./maven/inputs.ts";
import { modulesOf } from "./maven/modules.ts";
import { POM, type Pom, pomOf, projectValue } from "./maven/pom.ts";
import { mavenRelease } from "./maven/release.ts";
import { mavenStart } from "./maven/start.ts";
import { mavenWarnings } from "./maven/warnings.ts";
import { javaPort } from "./port.ts";
import { type JavaModule, javaProgram } from "./programs.ts";
import { javaVersion, wrapperVersion } from "./versions.ts";

/** Java and Kotlin: a `pom.xml` or a Gradle build. */
export function detectJava(tree: Snapshot, given: Overrides = {}): Detection | undefined {
  const [pom, gradle] = [pomOf(tree), gradleOf(tree)];
  if (pom && gradle && !given.packageManager) {
    const both: Question = { field: "packageManager", values: ["maven", "gradle"] };
    return { ...byMaven(tree, pom, given), choices: [both] };
  }
  if (pom && given.packageManager !== "gradle") return byMaven(tree, pom, given);
  return gradle && byGradle(tree, gradle, given);
}

type MavenModule = JavaModule & { pom: Pom };
const MAVEN_PROGRAM =
  "a module with the Spring Boot, shade, assembly or Quarkus plugin, or a class with `main`";

function byMaven(tree: Snapshot, pom: Pom, given: Overrides): Detection {
  const poms: [Pom, ...Pom[]] = [pom, ...modulesOf(pom)];
  const modules = poms.map(
    (each): MavenModule => ({ tree: each.tree, file: POM, start: mavenStart(each), pom: each }),
  );
  const { program, told } = javaProgram(tree, modules, given, MAVEN_PROGRAM);
  const main = modules.find(({ tree: at }) => at === program.tree)?.pom ?? pom;
  const version = javaVersion(tree, mavenRelease(tree, main));
  const started = startedBy(tree, program, told, version, given);
  const { root, inputs } = mavenInputs(tree, pom);
  const manifests = poms.map((each) => each.tree.text(POM) ?? "").join("\n");
  return {
    ...told,
    manifest: POM,
    name: projectValue(pom, "artifactId"),
    facts: [
      ...version,
      fact(tree, "packageManager", "maven", POM),
      ...wrapperVersion(tree, ".mvn/wrapper/maven-wrapper.properties", /apache-maven-(\d[\w.-]*?)-bin/),
      ...(root
        ? [fact(tree, "workspace", root.tree.directory, POM, element(pom.project, "parent")?.line)]
        : []),
      ...told.facts,
      ...started.facts,
      ...javaPort(tree, program.tree, manifests),
      ...inputs.facts,
    ],
    faults: [...mavenFaults(tree, pom), ...(told.faults ?? []), ...inputs.faults],
    warnings: [...(told.warnings ?? []), ...started.warnings, ...mavenWarnings(tree, main)],
  };
}

const GRADLE_PROGRAM = "the application, Spring Boot, shadow, Ktor or Quarkus plugin";

function byGradle(tree: Snapshot, project: GradleProject, given: Overrides): Detection {
  const all: [GradleProject, ...GradleProject[]] = [project, ...gradleModules(tree)];
  const modules = all.map((each): JavaModule => ({ ...each, start: gradleStart(each) }));
  const { program, told } = javaProgram(tree, modules, given, GRADLE_PROGRAM);
  const root = gradleRoot(tree);
  const inputs = gradleInputs(tree, project, root);
  const builds = [program, project, ...(root ? [gradleOf(root.tree)] : [])];
  const projects = builds.flatMap((each) => (each ? (gradleOf(each.tree) ?? []) : []));
  const version = javaVersion(
    tree,
    projects.flatMap((each) => gradleRelease(tree, each)),
  );
  const started = startedBy(tree, program, told, version, given);
  const unwrapped = gradleFaults(tree);
  return {
    ...told,
    leftToRecipe: told.leftToRecipe || unwrapped.length > 0,
    manifest: project.file,
    facts: [
      ...version,
      fact(tree, "packageManager", "gradle", project.file),
      ...wrapperVersion(tree, "gradle/wrapper/gradle-wrapper.properties", /gradle-(\d[\w.-]*?)-(?:bin|all)/),
      ...(root ? [fact(tree, "workspace", root.tree.directory, root.from)] : []),
      ...told.facts,
      ...started.facts,
      ...javaPort(tree, program.tree, all.flatMap((each) => [each.text, ...appliedPlugins(each)]).join("\n")),
      ...inputs.facts,
    ],
    faults: [...(told.faults ?? []), ...inputs.faults, ...unwrapped],
    warnings: [...started.warnings, ...gradleWarnings(tree)],
  };
}

/** What a Dockerfile or Procfile beside the program says of its start, else what its framework wants to be told. */
function startedBy(
  tree: Snapshot,
  program: JavaModule,
  told: Pick<Detection, "facts">,
  version: Fact[],
  given: Overrides,
): { facts: Fact[]; warnings: Fault[] } {
  const said = javaLine(program.tree) ?? javaLine(tree);
  const usual = said ? undefined : dropwizardStart(program);
  const line = said ?? usual?.line;
  const value = (field: Fact["field"], facts: Fact[]) =>
    facts.find((each) => each.field === field)?.value as string | undefined;
  const service = {
    entrypoint: given.entrypoint ?? value("entrypoint", told.facts),
    version: value("version", version),
    minimumVersion: value("minimumVersion", version),
  };
  const hint = "copy it in a Dockerfile of yours, `language: dockerfile`, if the program needs it";
  const warnings = (line?.left ?? []).map((word) => ({
    file: line?.from ?? "",
    message: `${word} is left out: the image hasn't its file`,
    hint,
  }));
  return { facts: [...commandFacts(line, service), ...(usual?.facts ?? [])], warnings };
}
