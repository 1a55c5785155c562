import { type Detection, fact, type Given, present, type Question } from "../../detection/detection.ts";
import { exposedPort } from "../../detection/ports.ts";
import { type VersionSource, versionFacts, versionFiles } from "../../detection/versions.ts";
import { join, relative } from "../../files/paths.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import type { Fact } from "../../microservice.ts";
import {
  type GradleProject,
  gradleInputs,
  gradleModules,
  gradleOf,
  gradleOutput,
  gradleRelease,
  gradleRoot,
} from "./gradle.ts";
import {
  isRunnable,
  jarOf,
  mavenInputs,
  mavenRelease,
  modulesOf,
  POM,
  type Pom,
  pomOf,
  projectValue,
} from "./maven.ts";
import { configuredPort } from "./port.ts";

/** Java and Kotlin: a `pom.xml` or a Gradle build. */
export function detectJava(tree: Snapshot, given: Given = {}): Detection | undefined {
  const [pom, gradle] = [pomOf(tree), gradleOf(tree)];
  if (pom && gradle && !given.packageManager) {
    const both: Question = { field: "packageManager", values: ["maven", "gradle"] };
    return { ...byMaven(tree, pom), choices: [both] };
  }
  if (pom && given.packageManager !== "gradle") return byMaven(tree, pom);
  return gradle && byGradle(tree, gradle);
}

function byMaven(tree: Snapshot, pom: Pom): Detection {
  const modules = modulesOf(pom);
  const runnable = modules.length ? modules.filter(isRunnable) : [pom];
  const { root, inputs } = mavenInputs(tree, pom);
  return {
    manifest: POM,
    name: projectValue(pom, "artifactId"),
    rank: runnable.length ? "service" : "tooling",
    facts: [
      ...javaVersion(tree, mavenRelease(tree, runnable[0] ?? pom)),
      fact(tree, "packageManager", "maven", POM),
      ...wrapperVersion(tree, ".mvn/wrapper/maven-wrapper.properties", /apache-maven-(\d[\w.-]*?)-bin/),
      ...(root ? [fact(tree, "workspace", root.tree.directory, POM, /<parent>/)] : []),
      ...outputFacts(
        tree,
        runnable.map((each) => ({
          output: jarOf(tree, each),
          file: relative(tree.directory, join(each.tree.directory, POM)),
        })),
      ),
      ...portOf(
        tree,
        [pom, ...modules].map((each) => each.tree.text(POM) ?? "").join("\n"),
        runnable[0]?.tree ?? tree,
      ),
      ...inputs.facts,
    ],
    choices: question(
      runnable.map((each) => jarOf(tree, each)),
      "a module with the Spring Boot, shade, assembly or Quarkus plugin",
    ),
    faults: inputs.faults,
  };
}

function byGradle(tree: Snapshot, project: GradleProject): Detection {
  const all = [project, ...gradleModules(tree)];
  const runnable = all.flatMap((each) => {
    const output = gradleOutput(tree, each);
    return output
      ? [{ project: each, output, file: relative(tree.directory, join(each.tree.directory, each.file)) }]
      : [];
  });
  const root = gradleRoot(tree);
  const inputs = gradleInputs(tree, project, root);
  const from = runnable[0]?.project ?? project;
  return {
    manifest: project.file,
    rank: runnable.length ? "service" : "tooling",
    facts: [
      ...javaVersion(
        tree,
        [from, project, ...(root ? [gradleOf(root.tree)] : [])].flatMap((each) =>
          each ? gradleRelease(tree, each) : [],
        ),
      ),
      fact(tree, "packageManager", "gradle", project.file),
      ...wrapperVersion(tree, "gradle/wrapper/gradle-wrapper.properties", /gradle-(\d[\w.-]*?)-(?:bin|all)/),
      ...(root ? [fact(tree, "workspace", root.tree.directory, root.from)] : []),
      ...outputFacts(tree, runnable),
      ...portOf(tree, all.map(({ text }) => text).join("\n"), from.tree),
      ...inputs.facts,
    ],
    choices: question(
      runnable.map(({ output }) => output),
      "the application, Spring Boot, shadow, Ktor or Quarkus plugin",
    ),
    faults: inputs.faults,
  };
}

/** `1.8` is Java 8; releases before 11 are compiled by a later JDK. */
export function javaVersion(tree: Snapshot, releases: VersionSource[]): Fact[] {
  const { own, above } = versionFiles(tree, [".java-version"], ["java"]);
  const named = [...own, ...above].map(({ text, from }) => ({
    from,
    text: text.replace(/^[a-z][\w-]*?-(?=\d)/i, "").replace(/^1\.(?=\d)/, ""),
  }));
  const [first] = releases.filter(({ text }) => /^\d/.test(text));
  const number = first?.text.replace(/^1\.(?=\d)/, "");
  const asked =
    first && number
      ? [{ from: first.from, text: Number.parseInt(number, 10) < 11 ? `>=${number}` : number }]
      : [];
  return versionFacts([...named.slice(0, own.length), ...asked, ...named.slice(own.length)], 1);
}

function outputFacts(tree: Snapshot, outputs: { output: string; file: string }[]): Fact[] {
  const [only] = outputs;
  return only && outputs.length === 1 ? [fact(tree, "entrypoint", only.output, only.file)] : [];
}

function question(outputs: string[], expected: string): Question[] {
  return outputs.length === 1 ? [] : [{ field: "entrypoint", values: outputs, expected }];
}

function wrapperVersion(tree: Snapshot, file: string, form: RegExp): Fact[] {
  const found = [tree, ...tree.above()].find((each) => each.has(file));
  const version = form.exec(found?.text(file) ?? "")?.[1];
  return found && version
    ? [
        fact(
          found,
          "packageManagerVersion",
          version,
          relative(tree.directory, join(found.directory, file)),
          form,
        ),
      ]
    : [];
}

const FRAMEWORKS: [RegExp, string, number][] = [
  [/spring-boot-starter-(web|webflux|jetty|undertow)\b|org\.springframework\.boot/, "spring boot", 8080],
  [/io\.quarkus/, "quarkus", 8080],
  [/io\.micronaut/, "micronaut", 8080],
  [/io\.ktor/, "ktor", 8080],
  [/io\.javalin/, "javalin", 7070],
  [/io\.helidon/, "helidon", 8080],
  [/io\.dropwizard/, "dropwizard", 8080],
];

function portOf(tree: Snapshot, manifests: string, module: Snapshot): Fact[] {
  const said = configuredPort(tree, module) ?? exposedPort(tree);
  const [, name, port] = FRAMEWORKS.find(([form]) => form.test(manifests)) ?? [];
  return present([
    said ?? (name && port ? { field: "port", value: port, from: `default of ${name}` } : undefined),
  ]);
}
