import { describe, expect, test } from "vitest";
import { detectJava } from "../../../src/languages/java/detect.ts";
import { detectRust } from "../../../src/languages/rust/detect.ts";
import { detectScala } from "../../../src/languages/scala/detect.ts";
import { facts, type Row } from "./facts.ts";

const CARGO = "packageManager cargo (Cargo.toml)";
const crate = (name: string, more = "") => `[package]\nname = "${name}"\n${more}`;

describe("Rust", () => {
  const table: Row[] = [
    ["none", { "src/main.rs": "" }, "nothing"],
    [
      "one binary, a lowest version and a framework",
      {
        "Cargo.toml": crate("api", 'rust-version = "1.75"\n[dependencies]\naxum = "0.8"\n'),
        "src/main.rs": "",
      },
      "minimumVersion 1.75 (Cargo.toml:3)",
      CARGO,
      "entrypoint api (Cargo.toml:2)",
      "port 3000 (default of axum)",
    ],
    [
      "several binaries",
      { "Cargo.toml": crate("api"), "src/main.rs": "", "src/bin/job.rs": "", "src/bin/tool/main.rs": "" },
      CARGO,
      "entrypoint? api | job | tool",
    ],
    [
      "declared ones, and the default",
      {
        "Cargo.toml": crate(
          "api",
          'default-run = "two"\n[[bin]]\nname = "one"\npath = "src/bin/1.rs"\n[[bin]]\nname = "two"\npath = "src/main.rs"\n',
        ),
        "src/main.rs": "",
        "src/bin/1.rs": "",
      },
      CARGO,
      "entrypoint two (Cargo.toml:3)",
    ],
    ["a library", { "Cargo.toml": crate("lib"), "src/lib.rs": "" }, "tooling", CARGO, "entrypoint?"],
    [
      "a toolchain file",
      {
        "Cargo.toml": crate("api"),
        "src/main.rs": "",
        "rust-toolchain.toml": '[toolchain]\nchannel = "1.79.0"\n',
      },
      "version 1.79 (rust-toolchain.toml:2)",
      CARGO,
      "entrypoint api (Cargo.toml:2)",
    ],
    [
      "a list of tools",
      { "Cargo.toml": crate("api"), "src/main.rs": "", ".tool-versions": "golang 1.26\nrust 1.80.1\n" },
      "version 1.80 (.tool-versions:2)",
      CARGO,
      "entrypoint api (Cargo.toml:2)",
    ],
    [
      "a bare toolchain file that names a channel",
      { "Cargo.toml": crate("api"), "src/main.rs": "", "rust-toolchain": "stable\n" },
      CARGO,
      "entrypoint api (Cargo.toml:2)",
    ],
    [
      "a workspace as the service",
      {
        "Cargo.toml": '[workspace]\nmembers = ["crates/*"]\n',
        "crates/api/Cargo.toml": crate("api"),
        "crates/api/src/main.rs": "",
        "crates/lib/Cargo.toml": crate("lib"),
        "crates/lib/src/lib.rs": "",
      },
      CARGO,
      "entrypoint api (crates/api/Cargo.toml:2)",
    ],
    [
      "a workspace above, crates by path and by inheritance",
      {
        "Cargo.toml":
          '[workspace]\nmembers = ["services/*", "libs/*"]\n[workspace.package]\nrust-version = "1.80"\n[workspace.dependencies]\nmoney = { path = "libs/money" }\n',
        "Cargo.lock": "",
        "services/x/Cargo.toml": crate("x", "[dependencies]\nmoney.workspace = true\n"),
        "services/x/src/main.rs": "",
        "services/y/Cargo.toml": crate("y"),
        "services/y/src/main.rs": "",
        "services/y/src/more.rs": "",
        "libs/money/Cargo.toml": crate("money", '[dependencies.round]\npath = "../round"\n'),
        "libs/money/src/lib.rs": "",
        "libs/round/Cargo.toml": crate("round"),
        "libs/round/src/lib.rs": "",
      },
      "minimumVersion 1.80 (../../Cargo.toml:4)",
      CARGO,
      "workspace . (../../Cargo.toml)",
      "entrypoint x (Cargo.toml:2)",
      "inputs libs/money (Cargo.toml:4)",
      "inputs libs/round (../../libs/money/Cargo.toml:4)",
      "inputs Cargo.toml Cargo.lock (../../Cargo.toml)",
      "inputs libs/money/Cargo.toml libs/money/src/lib.rs (../../Cargo.toml)",
      "inputs libs/round/Cargo.toml libs/round/src/lib.rs (../../Cargo.toml)",
      "inputs services/y/Cargo.toml services/y/src/main.rs (../../Cargo.toml)",
    ],
    [
      "a crate by a path that isn't there",
      {
        "services/x/Cargo.toml": crate("x", '[dependencies]\nm = { path = "../m" }\n'),
        "services/x/src/main.rs": "",
      },
      CARGO,
      "entrypoint x (Cargo.toml:2)",
      "Cargo.toml:4: the repository has no services/m",
    ],
  ];
  test.each(table)("%s", (_name, files, ...expected) => expect(facts(detectRust, files)).toEqual(expected));
});

const pom = (artifact: string, more = "", parent = "") =>
  `<project>\n${parent}<artifactId>${artifact}</artifactId>\n<version>1.0</version>\n${more}\n</project>`;
const PLUGIN =
  "<build><plugins><plugin><artifactId>spring-boot-maven-plugin</artifactId></plugin></plugins></build>";
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
      "entrypoint target/billing-1.0.jar (pom.xml)",
      "port 8082 (src/main/resources/application.properties:2)",
    ],
    [
      "a final name, an old release, the compiler's setting",
      {
        "pom.xml": pom(
          "x",
          `<build><finalName>\${project.artifactId}-app</finalName><plugins><plugin><artifactId>maven-compiler-plugin</artifactId><configuration><source>1.8</source></configuration></plugin></plugins></build>`,
        ),
      },
      "minimumVersion 8 (pom.xml:4)",
      "packageManager maven (pom.xml)",
      "entrypoint target/x-app.jar (pom.xml)",
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
      "entrypoint server/target/server-1.0.jar (server/pom.xml)",
      "port 9001 (server/src/main/resources/application.yml:2)",
    ],
    [
      "modules, of which two run",
      {
        "pom.xml": pom("all", "<modules><module>a</module><module>b</module></modules>"),
        "a/pom.xml": pom("a", PLUGIN),
        "b/pom.xml": pom("b", "<mainClass>x.Main</mainClass>"),
      },
      "packageManager maven (pom.xml)",
      "entrypoint? a/target/a-1.0.jar | b/target/b-1.0.jar",
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
      "entrypoint target/x-1.0.jar (pom.xml)",
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
      "entrypoint target/quarkus-app/quarkus-run.jar (pom.xml)",
      "port 8080 (default of quarkus)",
    ],
    [
      "Gradle with Kotlin's script, Spring Boot, a toolchain",
      {
        "build.gradle.kts": `${BOOT}version = "1.2"\njava { toolchain { languageVersion = JavaLanguageVersion.of(21) } }\n`,
        "settings.gradle.kts": 'rootProject.name = "orders"\n',
        "gradle/wrapper/gradle-wrapper.properties": "distributionUrl=https\\://x/gradle-8.7-bin.zip",
      },
      "version 21 (build.gradle.kts:5)",
      "packageManager gradle (build.gradle.kts)",
      "packageManagerVersion 8.7 (gradle/wrapper/gradle-wrapper.properties:1)",
      "entrypoint build/libs/orders-1.2.jar (build.gradle.kts)",
      "port 8080 (default of spring boot)",
    ],
    [
      "Gradle with the application plugin, in Groovy",
      {
        "services/x/build.gradle":
          "// id 'org.springframework.boot'\nplugins {\n  id 'application'\n}\nsourceCompatibility = '17'\n",
      },
      "version 17 (build.gradle:5)",
      "packageManager gradle (build.gradle)",
      "entrypoint build/install/x (build.gradle)",
    ],
    [
      "Gradle's projects, of which one runs",
      {
        "settings.gradle": "rootProject.name = 'all'\ninclude ':app', ':lib'\n",
        "app/build.gradle": BOOT,
        "lib/build.gradle": "plugins {\n  id 'java-library'\n}\n",
      },
      "packageManager gradle (settings.gradle)",
      "entrypoint app/build/libs/app.jar (app/build.gradle)",
      "port 8080 (default of spring boot)",
    ],
    [
      "a Gradle build above",
      {
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
      "entrypoint build/libs/x.jar (build.gradle.kts)",
      "port 8080 (default of spring boot)",
      "inputs settings.gradle.kts build.gradle.kts gradle (../../settings.gradle.kts)",
      "inputs libs/money (build.gradle.kts:5)",
      "inputs services/y/build.gradle.kts (../../settings.gradle.kts)",
    ],
    [
      "Maven and Gradle",
      { "pom.xml": pom("x"), "build.gradle": "" },
      "packageManager maven (pom.xml)",
      "entrypoint target/x-1.0.jar (pom.xml)",
      "packageManager? maven | gradle",
    ],
    [
      "version files",
      {
        "pom.xml": pom("x", "<properties><java.version>17</java.version></properties>"),
        ".java-version": "temurin-21.0.2\n",
      },
      "version 21 (.java-version:1)",
      "packageManager maven (pom.xml)",
      "entrypoint target/x-1.0.jar (pom.xml)",
    ],
    [
      "SDKMAN",
      { "pom.xml": pom("x"), ".sdkmanrc": "# x\njava=21.0.2-tem\n" },
      "version 21 (.sdkmanrc:2)",
      "packageManager maven (pom.xml)",
      "entrypoint target/x-1.0.jar (pom.xml)",
    ],
  ];
  test.each(table)("%s", (_name, files, ...expected) => expect(facts(detectJava, files)).toEqual(expected));
});

describe("Scala", () => {
  const table: Row[] = [
    ["none", { "Main.scala": "" }, "nothing"],
    [
      "Play",
      {
        "build.sbt": 'lazy val root = (project in file("."))\n  .enablePlugins(PlayScala)\n',
        "project/plugins.sbt": 'addSbtPlugin("org.playframework" % "sbt-plugin" % "3.0.5")',
        "project/build.properties": "sbt.version=1.10.1\n",
        ".java-version": "17\n",
      },
      "version 17 (.java-version:1)",
      "packageManager sbt (build.sbt)",
      "packageManagerVersion 1.10.1 (project/build.properties:1)",
      "entrypoint target/universal/stage (build.sbt:1)",
      "buildCommand sbt root/stage (build.sbt:1)",
      "port 9000 (default of play)",
    ],
    [
      "Play without a named project, its own port",
      {
        "build.sbt": 'name := "shop"\nenablePlugins(PlayScala)\n',
        "conf/application.conf": "play.http.secret.key=x\nhttp.port = 9100\n",
      },
      "packageManager sbt (build.sbt)",
      "entrypoint target/universal/stage (build.sbt:2)",
      "buildCommand sbt stage (build.sbt:2)",
      "port 9100 (conf/application.conf:2)",
    ],
    [
      "several projects, of which one is packaged",
      {
        "build.sbt":
          'lazy val common = project\n\nlazy val server = (project in file("modules/server"))\n  .enablePlugins(JavaAppPackaging)\n  .settings(javacOptions ++= Seq("-release", "17"))\n',
      },
      "version 17 (build.sbt:5)",
      "packageManager sbt (build.sbt)",
      "entrypoint modules/server/target/universal/stage (build.sbt:3)",
      "buildCommand sbt server/stage (build.sbt:3)",
    ],
    [
      "two packaged projects",
      {
        "build.sbt":
          "lazy val a = project.enablePlugins(PlayScala)\nlazy val b = project.enablePlugins(PlayJava)\n",
      },
      "packageManager sbt (build.sbt)",
      "port 9000 (default of play)",
      "entrypoint? a/target/universal/stage | b/target/universal/stage",
    ],
    ["nothing packaged", { "build.sbt": "" }, "packageManager sbt (build.sbt)", "entrypoint?"],
  ];
  test.each(table)("%s", (_name, files, ...expected) => expect(facts(detectScala, files)).toEqual(expected));
});
