import type { Microservice } from "../../microservice.ts";
import type { Kit, Stage } from "../../stage.ts";
import { JARS } from "./jars.ts";
import { BRIEF, ONE_COMPILER } from "./jvm.ts";

/**
 * What servers load: Spring, Quarkus, Play, JDBC drivers, HTTP clients and servers. Services whose classes name no
 * other share the runtime's layer; `JAVA_MODULES` among a service's build arguments replaces it.
 */
export const SERVER_MODULES = [
  ...["java.base", "java.compiler", "java.desktop", "java.instrument", "java.logging", "java.management"],
  ...["java.naming", "java.net.http", "java.scripting", "java.security.jgss", "java.sql", "java.xml"],
  ...["jdk.crypto.ec", "jdk.httpserver", "jdk.unsupported", "jdk.zipfs"],
];

/** The file of {@link NEEDS_DIRECTORY} that names the modules which a service's classes want besides, a line each. */
export const NEEDS_DIRECTORY = "/needs";
export const WANTED = `${NEEDS_DIRECTORY}/modules`;

/** Where the program that reads jars is in stages that package. */
const TOOLS = "/opt/jars";

/** A stage that packages, with {@link JARS}, compiled once for all services of a JDK. */
export function withJars<C extends Stage>(kit: Kit<C>, { version }: Microservice, built: C): C {
  const source = kit.from("jdk", version).withNewFile("/opt/Jars.java", JARS);
  const compiled = source.withExec(["javac", `-J${ONE_COMPILER}`, "-d", TOOLS, "/opt/Jars.java"]);
  return built.withDirectory(TOOLS, kit.named("jars", compiled).directory(TOOLS));
}

const READER = `java ${[...BRIEF, "-cp", TOOLS].join(" ")} Jars`;

/** The command that prints the jar to start: the named one, or the only one beside it that can be started. */
export function starting(jar: string): string {
  return `${READER} starting ${jar}`;
}

/**
 * The command that writes what the artifact's classes want of the JDK; nothing where a service names its modules.
 *
 * @param folders the program's own, then those of its libraries.
 */
export function needs(service: Microservice, ...folders: string[]): string {
  const reads = `${READER} needs ${SERVER_MODULES.join(",")} ${folders.join(" ")}`;
  return `mkdir -p ${NEEDS_DIRECTORY} && ${namedModules(service) ? ":" : reads} > ${WANTED}`;
}

/** Modules that a service names itself. */
export function namedModules({ buildArguments }: Microservice): string[] | undefined {
  return buildArguments.JAVA_MODULES?.split(/[\s,]+/).filter(Boolean);
}
