import { detectJava } from "../detection/java.ts";
import type { Microservice } from "../microservice.ts";
import { withJava } from "./jre.ts";
import { byWayOf } from "./jvm.ts";
import { type Language, OUT } from "./language.ts";
import { APP, begin, shell, withManifests, withSources, workdir } from "./sources.ts";

/** Java and Kotlin, by Maven or Gradle: what `java -jar` starts, on a runtime of the modules it needs. */
export const java: Language = {
  name: "java",
  detect: detectJava,
  dependencies(kit, service) {
    const { manifests, cache, repository, resolve } = tool(service);
    return withManifests(begin(kit, service, "jdk"), kit, service, manifests)
      .withMountedCache(cache, kit.cache(`${service.packageManager}-${service.name}`))
      .withExec(shell(`(${PLACEHOLDERS})`, ...byWayOf(cache, repository, resolve(service)), CLEAN))
      .withoutMount(cache);
  },
  build(kit, service, dependencies) {
    return withSources(dependencies, kit, service).withExec(shell(tool(service).build(service)));
  },
  test(kit, service, dependencies) {
    const test = service.testCommand?.join(" ") ?? tool(service).test(service);
    return withSources(dependencies, kit, service).withExec(shell(test));
  },
  package(_kit, service, built) {
    return built.withExec(shell(...gathered(service)));
  },
  runtime(kit, service, artifact) {
    return withJava(kit, service)
      .withDirectory("/", artifact)
      .withEntrypoint(service.command ?? ["java", "-jar", `${APP}/${place(service).jar}`]);
  },
};

interface JavaTool {
  manifests: string[];
  cache: string;
  /** Where the layer keeps what was downloaded. */
  repository: string;
  /** Downloads all that a build and its tests need: by building and testing next to nothing. */
  resolve(service: Microservice): string;
  build(service: Microservice): string;
  test(service: Microservice): string;
}

/** Maven's own date for the files of a jar: two builds give the same bytes. */
const MAVEN =
  "mvn --batch-mode --no-transfer-progress -Dstyle.color=never -Dproject.build.outputTimestamp=1980-01-01T00:00:02Z";

const maven: JavaTool = {
  manifests: ["pom.xml", ".mvn"],
  cache: "/var/cache/maven",
  repository: "/root/.m2/repository",
  // Checks of what isn't there yet may fail; what they wanted is downloaded by then.
  resolve: (service) => `${MAVEN}${modules(service)} --quiet --fail-never package`,
  build: (service) => `${MAVEN}${modules(service)} -DskipTests package`,
  test: (service) => `${MAVEN}${modules(service)} test`,
};

/** A module below a parent that is built together with it: the reactor is there. */
function modules({ workspace, path }: Microservice): string {
  if (workspace === undefined) return "";
  const member = workspace === "." ? path : path.slice(workspace.length + 1);
  return ` --file /src/${workspace}/pom.xml --projects ${member} --also-make`;
}

/** The wrapper where there is one: no distribution and no registry of packages has a Gradle of today. */
const GRADLE = "$( [ -x ./gradlew ] && echo ./gradlew || echo gradle ) --no-daemon --console=plain";

const gradle: JavaTool = {
  manifests: [
    ...["*.gradle", "*.gradle.kts", "gradle.properties", "gradle.lockfile", "gradle", "gradlew"],
    ...["buildSrc"],
  ],
  cache: "/var/cache/gradle",
  repository: "/root/.gradle",
  resolve: () => `(${GRADLE} build --continue --quiet || true)`,
  build: () => `${GRADLE} assemble`,
  test: () => `${GRADLE} test`,
};

function tool({ packageManager }: Microservice): JavaTool {
  return packageManager === "gradle" ? gradle : maven;
}

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
  if (isWhole) return [`mkdir -p ${target}`, `cp -a ${workdir(service)}/${folder}/. ${target}/`];
  const libraries = `for each in ${folder}/lib ${folder}/libs; do [ ! -d $each ] || cp -a $each ${target}/; done`;
  return [`install -D --mode 644 --target-directory ${target} ${service.entrypoint}`, libraries];
}
