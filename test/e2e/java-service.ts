import { inService } from "./command.ts";

/** Coordinates of dependencies of Java's, by the name that tests call them. */
export const LIBRARIES = {
  gson: "com.google.code.gson:gson:2.14.0",
  slf4j: "org.slf4j:slf4j-api:2.0.17",
  missing: "com.google.code.gson:gson:99.0",
};

export type Library = keyof typeof LIBRARIES;

/**
 * The files of a small Maven service that answers its name over HTTP.
 *
 * @param mark makes its manifest new: its dependencies are in no cached layer.
 */
export function javaService(name: string, libraries: Library[], mark: string, modules?: string) {
  return inService(name, {
    "pom.xml": pom(name, libraries, mark),
    "src/main/java/Main.java": main(name),
    ...(modules ? { "service.yaml": `buildArguments: { JAVA_MODULES: "${modules}" }\n` } : {}),
  });
}

const PLUGINS = { resources: "3.5.0", compiler: "3.16.0", surefire: "3.6.1" };

function pom(name: string, libraries: Library[], mark: string): string {
  const plugins = Object.entries(PLUGINS).map(([plugin, version]) => pluginOf(plugin, version));
  const start = `<configuration><archive><manifest><mainClass>Main</mainClass></manifest></archive></configuration>`;
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <!-- ${mark} -->
  <modelVersion>4.0.0</modelVersion>
  <groupId>example</groupId>
  <artifactId>${name}</artifactId>
  <version>1</version>
  <properties><maven.compiler.release>17</maven.compiler.release></properties>
  <dependencies>${libraries.map(dependency).join("")}</dependencies>
  <build><plugins>${plugins.join("")}${pluginOf("jar", "3.5.1", start)}</plugins></build>
</project>
`;
}

function pluginOf(plugin: string, version: string, more = ""): string {
  return `<plugin><artifactId>maven-${plugin}-plugin</artifactId><version>${version}</version>${more}</plugin>`;
}

function dependency(library: Library): string {
  const [group, artifact, version] = LIBRARIES[library].split(":");
  return `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>`;
}

function main(name: string): string {
  return `import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;

public class Main {
  public static void main(String[] words) throws Exception {
    int port = Integer.parseInt(System.getenv().getOrDefault("PORT", "8080"));
    HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
    server.createContext("/", exchange -> {
      exchange.sendResponseHeaders(200, 0);
      try (var body = exchange.getResponseBody()) { body.write("${name}".getBytes()); }
    });
    server.start();
  }
}
`;
}
