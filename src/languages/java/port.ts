import { exposedPort } from "../../detection/ports.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import type { Fact } from "../../microservice.ts";
import { applicationSetting } from "./application.ts";

/** What frameworks call the port that they listen on. */
const KEYS = ["server.port", "quarkus.http.port", "micronaut.server.port", "ktor.deployment.port"];

/** What each listens on where nothing else is said: the first that a build file names. */
const FRAMEWORKS: [RegExp, string, number][] = [
  [/spring-boot-starter-(web|webflux|jetty|undertow)\b|org\.springframework\.boot/, "spring boot", 8080],
  [/io\.quarkus/, "quarkus", 8080],
  [/io\.micronaut/, "micronaut", 8080],
  [/io\.ktor/, "ktor", 8080],
  [/io\.javalin/, "javalin", 7070],
  [/io\.helidon/, "helidon", 8080],
  [/io\.dropwizard/, "dropwizard", 8080],
];

/**
 * The port: what the module's settings say, its Dockerfile, or the default of its framework.
 *
 * @param manifests the text of the build files.
 */
export function javaPort(tree: Snapshot, module: Snapshot, manifests: string): Fact[] {
  const said = applicationSetting(tree, module, KEYS);
  const port = Number(said?.value);
  if (said && port > 0) {
    const from = said.line ? `${said.file}:${said.line}` : said.file;
    return [{ field: "port", value: port, from }];
  }
  const recipe = exposedPort(tree) ?? exposedPort(module);
  if (recipe) return [recipe];
  const [, name, usual] = FRAMEWORKS.find(([form]) => form.test(manifests)) ?? [];
  return usual ? [{ field: "port", value: usual, from: `default of ${name}` }] : [];
}
