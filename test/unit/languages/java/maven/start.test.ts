import { describe, expect, it } from "vitest";
import { Snapshot } from "../../../../../src/files/snapshot.ts";
import { pomOf } from "../../../../../src/languages/java/maven/pom.ts";
import { mavenStart } from "../../../../../src/languages/java/maven/start.ts";

const BOOT_PARENT =
  "<parent><groupId>org.springframework.boot</groupId><artifactId>p</artifactId><version>3</version></parent>";
const MAIN = {
  "src/main/java/com/acme/App.java":
    "package com.acme;\nclass App { public static void main(String[] a) {} }",
};

const pom = (more: string) => `<project><artifactId>gate</artifactId><version>1.0</version>${more}</project>`;
const plugin = (artifact: string, configuration = "", goals = "") =>
  `<plugin><artifactId>${artifact}</artifactId>${
    goals ? `<executions><execution><goals><goal>${goals}</goal></goals></execution></executions>` : ""
  }<configuration>${configuration}</configuration></plugin>`;
const build = (plugins: string, more = "") => `<build>${more}<plugins>${plugins}</plugins></build>`;
const mainClass = "<archive><manifest><mainClass>com.acme.App</mainClass></manifest></archive>";
const library = "<dependencies><dependency><artifactId>gson</artifactId></dependency></dependencies>";

/** What starts: a path, a class, or why not. */
function startOf(text: string, files: Record<string, string> = {}, directory = "."): string {
  const found = pomOf(Snapshot.of({ "pom.xml": text, ...files }).under(directory));
  const start = found && mavenStart(found);
  if (start?.kind === "file") return start.path;
  if (start?.kind === "class") return `class ${start.name}`;
  return start ? [start.kind, ...("values" in start ? start.values : [start.message])].join(" ") : "nothing";
}

describe("what a Maven module starts", () => {
  it.each([
    ["Spring Boot", BOOT_PARENT + build(plugin("spring-boot-maven-plugin")), "target/gate-1.0.jar"],
    [
      "its plugin's own final name",
      `${BOOT_PARENT}<name>big gate</name>${build(plugin("spring-boot-maven-plugin", `<finalName>\${project.name}</finalName>`))}`,
      "target/big gate.jar",
    ],
    [
      "a classifier",
      BOOT_PARENT +
        build(
          plugin("spring-boot-maven-plugin", "<classifier>exec</classifier>"),
          "<finalName>g</finalName>",
        ),
      "target/g-exec.jar",
    ],
    [
      "another directory",
      BOOT_PARENT +
        build(
          plugin("spring-boot-maven-plugin", `<outputDirectory>\${project.basedir}/image</outputDirectory>`),
        ),
      "image/gate-1.0.jar",
    ],
    [
      "a war that runs by itself",
      `${BOOT_PARENT}<packaging>war</packaging>${build(plugin("spring-boot-maven-plugin"))}`,
      "target/gate-1.0.war",
    ],
    [
      "a war",
      "<packaging>war</packaging>",
      "refused a war needs a server that it is put into, and no base has one",
    ],
    [
      "a library among services",
      BOOT_PARENT + build(plugin("spring-boot-maven-plugin", "<skip>true</skip>")),
      "library",
    ],
    [
      "a build directory",
      BOOT_PARENT + build(plugin("spring-boot-maven-plugin"), "<directory>out</directory>"),
      "out/gate-1.0.jar",
    ],
    [
      "a profile that is active by default",
      `${BOOT_PARENT}<profiles><profile><activation><activeByDefault>true</activeByDefault></activation><properties><n>y</n></properties>${build(plugin("spring-boot-maven-plugin"), `<finalName>\${n}</finalName>`)}</profile></profiles><properties><n>x</n></properties>`,
      "target/y.jar",
    ],
    ["Quarkus", build(plugin("quarkus-maven-plugin", "", "build")), "target/quarkus-app/quarkus-run.jar"],
    [
      "Quarkus in one jar, said in the pom",
      `<properties><quarkus.package.type>uber-jar</quarkus.package.type></properties>${build(plugin("quarkus-maven-plugin"))}`,
      "target/gate-1.0-runner.jar",
    ],
    [
      "a native Quarkus",
      `<properties><quarkus.package.type>native</quarkus.package.type></properties>${build(plugin("quarkus-maven-plugin"))}`,
      "refused no base has the compiler of native images",
    ],
    [
      "shade in place of the jar",
      build(
        plugin(
          "maven-shade-plugin",
          "<transformers><transformer><mainClass>a.B</mainClass></transformer></transformers>",
          "shade",
        ),
      ),
      "target/gate-1.0.jar",
    ],
    [
      "shade beside the jar: called by artifact and version, whatever the final name",
      build(
        plugin(
          "maven-shade-plugin",
          "<shadedArtifactAttached>true</shadedArtifactAttached><mainClass>a.B</mainClass>",
          "shade",
        ),
        "<finalName>other</finalName>",
      ),
      "target/gate-1.0-shaded.jar",
    ],
    [
      "shade with a classifier",
      build(
        plugin(
          "maven-shade-plugin",
          "<shadedArtifactAttached>true</shadedArtifactAttached><shadedClassifierName>all</shadedClassifierName><mainClass>a.B</mainClass>",
          "shade",
        ),
      ),
      "target/gate-1.0-all.jar",
    ],
    [
      "shade with a name",
      build(plugin("maven-shade-plugin", "<finalName>one</finalName><Main-Class>a.B</Main-Class>", "shade")),
      "target/one.jar",
    ],
    [
      "shade into a file",
      build(
        plugin(
          "maven-shade-plugin",
          `<outputFile>\${project.build.directory}/x.jar</outputFile><mainClass>a.B</mainClass>`,
          "shade",
        ),
      ),
      "target/x.jar",
    ],
    [
      "assembly",
      build(
        plugin(
          "maven-assembly-plugin",
          `<descriptorRefs><descriptorRef>jar-with-dependencies</descriptorRef></descriptorRefs>${mainClass}`,
          "single",
        ),
      ),
      "target/gate-1.0-jar-with-dependencies.jar",
    ],
    [
      "assembly under a name without its id",
      build(
        plugin(
          "maven-assembly-plugin",
          `<descriptorRefs><descriptorRef>jar-with-dependencies</descriptorRef></descriptorRefs><finalName>all</finalName><appendAssemblyId>false</appendAssemblyId>${mainClass}`,
          "single",
        ),
      ),
      "target/all.jar",
    ],
    ["a jar that needs nothing", build(plugin("maven-jar-plugin", mainClass)), "target/gate-1.0.jar"],
    [
      "a jar whose libraries nobody copies",
      library + build(plugin("maven-jar-plugin", mainClass)),
      "class com.acme.App",
    ],
    [
      "a jar with its libraries beside it",
      library +
        build(
          plugin(
            "maven-jar-plugin",
            "<archive><manifest><addClasspath>true</addClasspath><classpathPrefix>lib/</classpathPrefix><mainClass>a.B</mainClass></manifest></archive>",
          ) +
            plugin(
              "maven-dependency-plugin",
              `<outputDirectory>\${project.build.directory}/lib</outputDirectory>`,
              "copy-dependencies",
            ),
        ),
      "target/gate-1.0.jar",
    ],
    ["exec", build(plugin("exec-maven-plugin", "<mainClass>a.B</mainClass>")), "class a.B"],
    [
      "jib",
      build(plugin("jib-maven-plugin", "<container><mainClass>a.B</mainClass></container>")),
      "class a.B",
    ],
    ["a property", "<properties><exec.mainClass>a.B</exec.mainClass></properties>", "class a.B"],
    ["nothing", "", "library"],
    ["a parent alone", "<packaging>pom</packaging>", "library"],
  ])("%s", (_what, text, expected) => expect(startOf(pom(text))).toBe(expected));

  it.each([
    [
      "a plugin without its goal, and one class that starts",
      build(plugin("spring-boot-maven-plugin")),
      "class com.acme.App",
    ],
    ["a shaded jar that doesn't say what starts", build(plugin("maven-shade-plugin")), "class com.acme.App"],
    ["no plugin, and one class that starts", "", "class com.acme.App"],
  ])("%s", (_what, text, expected) => expect(startOf(pom(text), MAIN)).toBe(expected));

  it("no plugin in a build of several modules, and one class that starts", () => {
    const module = (name: string) =>
      pom("<parent><artifactId>all</artifactId></parent>").replace("gate", name);
    const files = {
      "pom.xml":
        "<project><artifactId>all</artifactId><version>1</version><packaging>pom</packaging><modules><module>core</module><module>server</module></modules></project>",
      "core/pom.xml": module("core"),
      "server/pom.xml": module("server"),
      "server/src/main/java/com/acme/HttpMain.java":
        "package com.acme;\nclass HttpMain { public static final void main(final String... a) {} }",
    };
    expect(startOf(files["pom.xml"], files, "server")).toBe("class com.acme.HttpMain");
    expect(startOf(files["pom.xml"], files, "core")).toBe("library");
    const booted = {
      ...files,
      "core/pom.xml": pom(build(plugin("spring-boot-maven-plugin", "", "repackage"))),
    };
    expect(startOf(files["pom.xml"], booted, "server")).toBe("library com.acme.HttpMain");
  });

  it("a parent's profile is activated by what its module has", () => {
    const boot = `<profiles><profile><activation><file><exists>src/main/resources/application.yml</exists></file></activation>${build(plugin("spring-boot-maven-plugin", "", "repackage"))}</profile></profiles>`;
    const files = {
      "pom.xml": `<project><artifactId>all</artifactId><version>1</version><packaging>pom</packaging>${boot}</project>`,
      "gate/pom.xml": pom("<parent><artifactId>all</artifactId></parent>"),
      "gate/src/main/resources/application.yml": "",
      "lib/pom.xml": pom("<parent><artifactId>all</artifactId></parent>"),
    };
    expect(startOf(files["pom.xml"], files, "gate")).toBe("target/gate-1.0.jar");
    expect(startOf(files["pom.xml"], files, "lib")).toBe("library");
  });

  it("Kotlin's functions lie in a class of their file's name", () => {
    const files = { "src/main/kotlin/com/acme/App.kt": "package com.acme\n\nfun main() = Unit\n" };
    expect(startOf(pom(build(plugin("jib-maven-plugin"))), files)).toBe("class com.acme.AppKt");
  });

  it("Quarkus in one jar, said in the application's properties", () => {
    const files = { "src/main/resources/application.properties": "quarkus.package.jar.type=uber-jar\n" };
    expect(startOf(pom(build(plugin("quarkus-maven-plugin"))), files)).toBe("target/gate-1.0-runner.jar");
  });

  it("what a parent says of a plugin holds for its modules, and a version comes by .mvn/maven.config", () => {
    const files = {
      "pom.xml": `<project><artifactId>all</artifactId><version>\${revision}</version><properties><revision>0</revision></properties><build><pluginManagement><plugins>${plugin("spring-boot-maven-plugin", "<classifier>run</classifier>", "repackage")}</plugins></pluginManagement></build></project>`,
      ".mvn/maven.config": "-T2\n-Drevision=7\n",
      "gate/pom.xml": `<project><parent><artifactId>all</artifactId><version>\${revision}</version></parent><artifactId>gate</artifactId>${build(plugin("spring-boot-maven-plugin"))}</project>`,
    };
    expect(startOf(files["pom.xml"], files, "gate")).toBe("target/gate-7-run.jar");
  });
});
