import { describe, expect, test } from "vitest";
import { Snapshot } from "../../../../src/files/snapshot.ts";
import { detectScala } from "../../../../src/languages/scala/detect.ts";
import { facts, type Row } from "../../detection/facts.ts";

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
    ["nothing that starts", { "build.sbt": "" }, "tooling", "packageManager sbt (build.sbt)", "entrypoint?"],
    [
      "sbt-assembly, with the class that starts in code",
      {
        "build.sbt": 'name := "My shop"\nversion := "1.0"\nscalaVersion := "2.13.14"\n',
        "project/assembly.sbt": 'addSbtPlugin("com.eed3si9n" % "sbt-assembly" % "2.2.0")',
        "src/main/scala/shop/Main.scala": "package shop\nobject Main extends IOApp.Simple { }\n",
      },
      "packageManager sbt (build.sbt)",
      "entrypoint target/scala-2.13/my-shop-assembly-1.0.jar (build.sbt:1)",
      "buildCommand sbt assembly (build.sbt:1)",
    ],
    [
      "sbt-assembly's own name, in a module",
      {
        "build.sbt":
          'ThisBuild / scalaVersion := "3.3.7"\nlazy val core = project\nlazy val api = (project in file("api")).settings(\n  Compile / mainClass := Some("shop.Api"),\n  assembly / assemblyJarName := "api.jar")\n',
        "project/plugins.sbt": 'addSbtPlugin("com.eed3si9n" % "sbt-assembly" % "2.2.0")',
      },
      "packageManager sbt (build.sbt)",
      "entrypoint api/target/scala-3.3.7/api.jar (build.sbt:3)",
      "buildCommand sbt api/assembly (build.sbt:3)",
    ],
    [
      "no plugin: the class that starts, with what it depends on",
      {
        "build.sbt": 'lazy val root = project.in(file("."))\n',
        "src/main/scala/Main.scala": "package a.b\n\n@main def serve(): Unit = ()\n",
      },
      "packageManager sbt (build.sbt)",
      "entrypoint a.b.serve (build.sbt:1)",
      "buildCommand sbt export root/Runtime/fullClasspathAsJars (build.sbt:1)",
    ],
    [
      "an old sbt",
      { "build.sbt": "enablePlugins(PlayScala)\n", "project/build.properties": "sbt.version=0.13.18\n" },
      "packageManager sbt (build.sbt)",
      "packageManagerVersion 0.13.18 (project/build.properties:1)",
      "entrypoint target/universal/stage (build.sbt:1)",
      "buildCommand sbt stage (build.sbt:1)",
      "port 9000 (default of play)",
      "project/build.properties:1: sbt 0.13.18 doesn't run on Java 17",
    ],
    ["Mill", { "build.mill": "" }, "tooling", "build.mill:undefined: Mill's builds can't be made here"],
  ];
  test.each(table)("%s", (_name, files, ...expected) => expect(facts(detectScala, files)).toEqual(expected));
});

test("a program by a type of another package, whose name its settings say", () => {
  const { facts: found = [] } =
    detectScala(
      Snapshot.of({
        "build.sbt": 'lazy val root = (project in file(".")).settings(version := "1.0", name := "shop")\n',
        "project/plugins.sbt": 'addSbtPlugin("com.eed3si9n" % "sbt-assembly" % "2.2.0")\n',
        "src/main/scala/Main.scala": "package shop\nobject Main extends cats.effect.IOApp.Simple {}\n",
      }),
    ) ?? {};
  const value = found.find(({ field }) => field === "entrypoint")?.value;
  expect(value).toBe("target/scala-2.12/shop-assembly-1.0.jar");
});
