import { describe, expect, test } from "vitest";
import { detectJava } from "../../../../src/languages/java/detect.ts";
import { facts, type Row } from "../../detection/facts.ts";

const pom = (artifact: string, more = "", parent = "") =>
  `<project>\n${parent}<artifactId>${artifact}</artifactId>\n<version>1.0</version>\n${more}\n</project>`;
const PLUGIN =
  "<build><plugins><plugin><artifactId>spring-boot-maven-plugin</artifactId></plugin></plugins></build>";
const WRAPPER = { gradlew: "" };
const BOOT = 'plugins {\n  id("org.springframework.boot") version "3.3.0"\n}\n';

describe("Java", () => {
  const table: Row[] = [
    ["none", { "Main.java": "" }, "nothing"],
    [
      "Maven, Spring Boot, a property for the release",
      {
        "pom.xml": pom(
          "billing",
          `<properties>\n<jdk>21</jdk><java.version>\${jdk}</java.version>\n</properties>${PLUGIN}<!-- <version>9</version> -->`,
        ),
        ".mvn/wrapper/maven-wrapper.properties": "distributionUrl=https://x/apache-maven-3.9.6-bin.zip",
        "src/main/resources/application.properties": `a=b\nserver.port=\${PORT:8082}\n`,
      },
      "version 21 (pom.xml:5)",
      "packageManager maven (pom.xml)",
      "packageManagerVersion 3.9.6 (.mvn/wrapper/maven-wrapper.properties:1)",
      "entrypoint target/billing-1.0.jar (pom.xml:6)",
      "port 8082 (src/main/resources/application.properties:2)",
    ],
    [
      "a final name, an old release, the compiler's setting, nothing that starts",
      {
        "pom.xml": pom(
          "x",
          `<build><finalName>\${project.artifactId}-app</finalName><plugins><plugin><artifactId>maven-compiler-plugin</artifactId><configuration><source>1.8</source></configuration></plugin></plugins></build>`,
        ),
      },
      "tooling",
      "minimumVersion 8 (pom.xml:4)",
      "packageManager maven (pom.xml)",
      "entrypoint?",
    ],
    [
      "modules, of which one runs",
      {
        "pom.xml": pom(
          "all",
          "<modules><module>lib</module><module>server</module></modules><properties><maven.compiler.release>17</maven.compiler.release></properties>",
        ),
        "lib/pom.xml": pom("lib", "", "<parent><artifactId>all</artifactId></parent>"),
        "server/pom.xml": pom("server", PLUGIN, "<parent><artifactId>all</artifactId></parent>"),
        "server/src/main/resources/application.yml": "server:\n  port: 9001\n---\nspring: x\n",
      },
      "version 17 (pom.xml:4)",
      "packageManager maven (pom.xml)",
      "entrypoint server/target/server-1.0.jar (server/pom.xml:4)",
      "port 9001 (server/src/main/resources/application.yml:2)",
    ],
    [
      "modules, of which two run",
      {
        "pom.xml": pom("all", "<modules><module>a</module><module>b</module></modules>"),
        "a/pom.xml": pom("a", PLUGIN),
        "b/pom.xml": pom("b", "<properties><start-class>x.Main</start-class></properties>"),
      },
      "packageManager maven (pom.xml)",
      "entrypoint? a/target/a-1.0.jar | b/x.Main",
    ],
    [
      "a parent above, and a module beside",
      {
        "pom.xml": pom(
          "all",
          "<modules><module>services/x</module><module>services/y</module><module>libs/money</module></modules><properties><java.version>17</java.version></properties>",
        ),
        "services/x/pom.xml": pom(
          "x",
          `${PLUGIN}<dependencies><dependency><artifactId>money</artifactId></dependency></dependencies>`,
          "<parent><artifactId>all</artifactId><relativePath>../../pom.xml</relativePath></parent>\n",
        ),
        "services/y/pom.xml": pom("y"),
        "libs/money/pom.xml": pom("money"),
      },
      "version 17 (../../pom.xml:4)",
      "packageManager maven (pom.xml)",
      "workspace . (pom.xml:2)",
      "entrypoint target/x-1.0.jar (pom.xml:5)",
      "inputs pom.xml (pom.xml:2)",
      "inputs libs/money (pom.xml:5)",
      "inputs services/y/pom.xml (../../pom.xml)",
    ],
    [
      "Quarkus",
      {
        "pom.xml": pom(
          "q",
          PLUGIN.replace("spring-boot", "quarkus").replace(
            "<plugin>",
            "<plugin><groupId>io.quarkus</groupId>",
          ),
        ),
      },
      "packageManager maven (pom.xml)",
      "entrypoint target/quarkus-app/quarkus-run.jar (pom.xml:4)",
      "port 8080 (default of quarkus)",
    ],
    [
      "Gradle with Kotlin's script, Spring Boot, a toolchain",
      {
        ...WRAPPER,
        "build.gradle.kts": `${BOOT}version = "1.2"\njava { toolchain { languageVersion = JavaLanguageVersion.of(21) } }\n`,
        "settings.gradle.kts": 'rootProject.name = "orders"\n',
        "gradle/wrapper/gradle-wrapper.properties": "distributionUrl=https\\://x/gradle-8.7-bin.zip",
      },
      "version 21 (build.gradle.kts:5)",
      "packageManager gradle (build.gradle.kts)",
      "packageManagerVersion 8.7 (gradle/wrapper/gradle-wrapper.properties:1)",
      "entrypoint build/libs/orders-1.2.jar (build.gradle.kts:1)",
      "port 8080 (default of spring boot)",
    ],
    [
      "Gradle with the application plugin, in Groovy",
      {
        "services/x/gradlew": "",
        "services/x/build.gradle":
          "// id 'org.springframework.boot'\nplugins {\n  id 'application'\n}\nsourceCompatibility = '17'\n",
      },
      "version 17 (build.gradle:5)",
      "packageManager gradle (build.gradle)",
      "entrypoint build/install/x (build.gradle:2)",
    ],
    [
      "Gradle's projects, of which one runs",
      {
        ...WRAPPER,
        "settings.gradle": "rootProject.name = 'all'\ninclude ':app', ':lib'\n",
        "app/build.gradle": BOOT,
        "lib/build.gradle": "plugins {\n  id 'java-library'\n}\n",
      },
      "packageManager gradle (settings.gradle)",
      "entrypoint app/build/libs/app.jar (app/build.gradle:1)",
      "port 8080 (default of spring boot)",
    ],
    [
      "a Gradle build above",
      {
        ...WRAPPER,
        "settings.gradle.kts": 'include(":services:x", ":services:y", ":libs:money")\n',
        "services/y/build.gradle.kts": "",
        "build.gradle.kts": 'plugins {\n  kotlin("jvm")\n}\nkotlin { jvmToolchain(17) }\n',
        "gradle/libs.versions.toml": "",
        "services/x/build.gradle.kts": `${BOOT}dependencies {\n  implementation(project(":libs:money"))\n}\n`,
        "libs/money/build.gradle.kts": "",
      },
      "version 17 (../../build.gradle.kts:4)",
      "packageManager gradle (build.gradle.kts)",
      "workspace . (../../settings.gradle.kts)",
      "entrypoint build/libs/x.jar (build.gradle.kts:1)",
      "port 8080 (default of spring boot)",
      "inputs settings.gradle.kts build.gradle.kts gradlew gradle (../../settings.gradle.kts)",
      "inputs libs/money (build.gradle.kts:5)",
      "inputs services/y/build.gradle.kts (../../settings.gradle.kts)",
    ],
    [
      "Maven and Gradle",
      { "pom.xml": pom("x", PLUGIN), "build.gradle": "" },
      "packageManager maven (pom.xml)",
      "entrypoint target/x-1.0.jar (pom.xml:4)",
      "packageManager? maven | gradle",
    ],
    [
      "version files",
      {
        "pom.xml": pom("x", `<properties><java.version>17</java.version></properties>${PLUGIN}`),
        ".java-version": "temurin-21.0.2\n",
      },
      "version 21 (.java-version:1)",
      "packageManager maven (pom.xml)",
      "entrypoint target/x-1.0.jar (pom.xml:4)",
    ],
    [
      "SDKMAN",
      { "pom.xml": pom("x", PLUGIN), ".sdkmanrc": "# x\njava=21.0.2-tem\n" },
      "version 21 (.sdkmanrc:2)",
      "packageManager maven (pom.xml)",
      "entrypoint target/x-1.0.jar (pom.xml:4)",
    ],
  ];
  test.each(table)("%s", (_name, files, ...expected) => expect(facts(detectJava, files)).toEqual(expected));
});
