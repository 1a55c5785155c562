import { shellWord } from "../../dockerfile/script.ts";
import { withFiles } from "../files.ts";
import type { Language } from "../language.ts";
import { begin, shell, withManifests, withSources } from "../sources.ts";
import { detectJava } from "./detect.ts";
import { withJava } from "./jre.ts";
import { byWayOf, DATED } from "./jvm.ts";
import { MAINS } from "./mains.ts";
import { javaManager } from "./managers.ts";
import { NEEDS_DIRECTORY, withJars } from "./needs.ts";
import { packageCommands } from "./package.ts";
import { startCommand } from "./start.ts";

/** Java and Kotlin, by Maven or Gradle: what `java -jar` starts, on a runtime of the modules it needs. */
export const java: Language = {
  name: "java",
  toolchain: "jdk",
  aliases: ["kotlin", "jvm", "spring", "maven", "gradle"],
  manifests: ["pom.xml", "build.gradle", "build.gradle.kts"],
  reads: [
    ...["pom.xml", ".mvn/maven.config", "maven-wrapper.properties", ".java-version"],
    ...["*.gradle", "*.gradle.kts", "*.versions.toml", "gradle.properties", "gradle-wrapper.properties"],
    ...["application.properties", "application.yml", "application.yaml", "bootstrap.yml"],
    ...MAINS,
  ],
  managers: ["maven", "gradle"],
  entrypoint: { what: "the jar, or the main class" },
  keyStore: /jdk|temurin|maven/,
  carries: true,
  firstBuildSeconds: 50,
  sharesDependencies: true,
  detect: detectJava,
  dependencies(kit, service) {
    const manager = javaManager(service);
    const started = begin(kit, service, "jdk");
    const equipped = manager.tool ? started.withExec(shell(...manager.tool)) : started;
    return withManifests(equipped, kit, service, manager.manifests)
      .withMountedCache(manager.cache, kit.cache(manager.cacheName))
      .withExec(shell(`(${PLACEHOLDERS})`, ...byWayOf(manager, manager.resolve), CLEAN))
      .withoutMount(manager.cache);
  },
  build(kit, service, dependencies) {
    return withSources(dependencies, kit, service).withExec(shell(DATED, javaManager(service).build));
  },
  test(kit, service, dependencies) {
    const test = service.testCommand?.map(shellWord).join(" ") ?? javaManager(service).test;
    return withSources(dependencies, kit, service).withExec(shell(DATED, test));
  },
  package(kit, service, built) {
    const packaged = withJars(kit, service, built).withExec(shell(...packageCommands(service)));
    // Java starts in one place, wherever a Dockerfile's image would.
    return withFiles(packaged, { ...service, workdir: undefined });
  },
  runtime(kit, service, artifact, _libraries, packaged) {
    return withJava(kit, service, packaged.directory(NEEDS_DIRECTORY).withTimestamps(0))
      .withDirectory("/", artifact)
      .withEntrypoint(service.command ?? startCommand(service));
  },
};

/** An empty program and an empty test in each module: a test engine is downloaded only for a test. */
const PLACEHOLDERS =
  "for manifest in $(find /src -name pom.xml -o -name 'build.gradle*'); do cd $(dirname $manifest); " +
  "mkdir -p src/main/java src/test/java; " +
  "echo 'public class Placeholder { public static void main(String[] words) {} }' > src/main/java/Placeholder.java; " +
  "echo 'public class PlaceholderTest {}' > src/test/java/PlaceholderTest.java; done";

const CLEAN =
  "find /src '(' -name 'Placeholder*.java' -o -name target -o -name build ')' -prune -exec rm -rf {} +";
