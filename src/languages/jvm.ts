import type { Microservice } from "../microservice.ts";
import type { Stage } from "../stage.ts";
import type { Kit } from "./language.ts";
import { APP, shell } from "./sources.ts";

/**
 * What web frameworks load: Quarkus, Play, JDBC drivers, HTTP clients and servers. One set for all services
 * of a language, so that they share the runtime's layer; `JAVA_MODULES` among a service's build arguments
 * replaces it.
 */
export const MODULES = [
  ...["java.base", "java.compiler", "java.instrument", "java.logging", "java.management"],
  ...["java.naming", "java.net.http", "java.scripting", "java.security.jgss", "java.sql", "java.xml"],
  ...["jdk.crypto.ec", "jdk.httpserver", "jdk.unsupported", "jdk.zipfs"],
];

/** Spring and its like want beans, and those are in java.desktop. */
export const MODULES_WITH_BEANS = [...MODULES, "java.desktop"];

/** Beans are all that servers want from java.desktop; what draws and plays is for those who name their modules. */
const WITHOUT_DRAWING = "--exclude-files=/java.desktop/lib/*.so";

/** Tools beside `java`, and what only they and the makers of archives read. */
const UNREAD =
  "find /jre/bin /jre/lib '(' -path '/jre/bin/*' ! -name java -o -name jrt-fs.jar -o -name classlist ')' -delete";

/** A Java runtime of exactly some modules, in a stage that depends on nothing but JDK and modules. */
export function withJava<C extends Stage>(
  kit: Kit<C>,
  { version, buildArguments }: Microservice,
  modules: string[],
): C {
  const own = buildArguments.JAVA_MODULES;
  const link = [
    "jlink --strip-debug --no-header-files --no-man-pages --compress=2 --dedup-legal-notices=error-if-not-same-content",
    ...(own ? [] : [WITHOUT_DRAWING]),
    `--add-modules ${own ?? modules.join(",")} --output /jre`,
  ];
  const jre = kit.named("jre", kit.from("jdk", version).withExec(shell(link.join(" "), UNREAD)));
  return kit
    .from("cc")
    .withDirectory("/opt/java", jre.directory("/jre"))
    .withEnvVariable("JAVA_HOME", "/opt/java")
    .withEnvVariable("PATH", "/opt/java/bin:/usr/local/bin:/usr/bin:/bin")
    .withWorkdir(APP);
}

/**
 * Commands that install into a layer by way of a cache of the service's own: Java's repositories break
 * under parallel writers, and a cache that isn't there changes nothing but the time.
 */
export function byWayOf(cache: string, repository: string, ...commands: string[]): string[] {
  const copy = (from: string, to: string) => `cp -a --no-clobber ${from}/. ${to}/`;
  return [`mkdir -p ${repository}`, copy(cache, repository), ...commands, copy(repository, cache)];
}
