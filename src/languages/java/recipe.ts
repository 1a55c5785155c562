import { shellWord } from "../../dockerfile/script.ts";
import type { Microservice } from "../../microservice.ts";
import { withFiles } from "../files.ts";
import { type Language, OUT } from "../language.ts";
import { APP, begin, shell, withManifests, withSources, workdir } from "../sources.ts";
import { detectJava } from "./detect.ts";
import { withJava } from "./jre.ts";
import { byWayOf } from "./jvm.ts";
import { javaManager } from "./managers.ts";

/** Java and Kotlin, by Maven or Gradle: what `java -jar` starts, on a runtime of the modules it needs. */
export const java: Language = {
  name: "java",
  aliases: ["kotlin", "jvm", "spring", "maven", "gradle"],
  manifests: ["pom.xml", "build.gradle", "build.gradle.kts"],
  reads: [
    ...["pom.xml", "build.gradle", "build.gradle.kts", "settings.gradle", "settings.gradle.kts"],
    ...["libs.versions.toml", "gradle-wrapper.properties", "maven-wrapper.properties", ".java-version"],
    ...["application.properties", "application.yml", "application.yaml"],
  ],
  managers: ["maven", "gradle"],
  entrypoint: { what: "the jar" },
  keyStore: /jdk|temurin|maven/,
  carries: true,
  firstBuildSeconds: 50,
  detect: detectJava,
  dependencies(kit, service) {
    const manager = javaManager(service);
    return withManifests(begin(kit, service, "jdk"), kit, service, manager.manifests)
      .withMountedCache(manager.cache, kit.cache(manager.cacheName))
      .withExec(shell(`(${PLACEHOLDERS})`, ...byWayOf(manager, manager.resolve), CLEAN))
      .withoutMount(manager.cache);
  },
  build(kit, service, dependencies) {
    return withSources(dependencies, kit, service).withExec(shell(javaManager(service).build));
  },
  test(kit, service, dependencies) {
    const test = service.testCommand ?? shell(javaManager(service).test);
    return withSources(dependencies, kit, service).withExec(test);
  },
  package(_kit, service, built) {
    // Java starts in one place, wherever a Dockerfile's image would.
    return withFiles(built.withExec(shell(...gathered(service))), { ...service, workdir: undefined });
  },
  runtime(kit, service, artifact) {
    return withJava(kit, service)
      .withDirectory("/", artifact)
      .withEntrypoint(service.command ?? ["java", "-jar", `${APP}/${place(service).jar}`]);
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

/** `server/target/orders.jar` is a file that says all; `target/quarkus-app/run.jar` needs its folder. */
function place({ entrypoint = "target/app.jar" }: Microservice) {
  const folder = entrypoint.slice(0, entrypoint.lastIndexOf("/"));
  const isWhole = !/(^|\/)(target|libs)$/.test(folder);
  return { folder, isWhole, jar: entrypoint.slice(entrypoint.lastIndexOf("/") + 1) };
}

/** The jar, with the libraries that its manifest may name beside it. */
function gathered(service: Microservice): string[] {
  const { folder, isWhole } = place(service);
  const target = `${OUT}${APP}`;
  if (isWhole)
    return [`mkdir -p ${target}`, `cp -a ${shellWord(`${workdir(service)}/${folder}/.`)} ${target}/`];
  const libraries = `for each in ${folder}/lib ${folder}/libs; do [ ! -d $each ] || cp -a $each ${target}/; done`;
  return [`install -D --mode 644 --target-directory ${target} ${service.entrypoint}`, libraries];
}
