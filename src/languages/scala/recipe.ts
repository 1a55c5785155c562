import { shellWord } from "../../dockerfile/script.ts";
import type { Microservice } from "../../microservice.ts";
import { withJava } from "../java/jre.ts";
import { byWayOf, DATED, MAVEN, ONE_COMPILER } from "../java/jvm.ts";
import { NEEDS_DIRECTORY, withJars } from "../java/needs.ts";
import { startCommand } from "../java/start.ts";
import type { Language } from "../language.ts";
import { begin, shell, withManifests, withSources } from "../sources.ts";
import { detectScala } from "./detect.ts";
import { MILL } from "./faults.ts";
import { EXPORTED, packageCommands } from "./package.ts";

const DOWNLOADS = { cache: "/var/cache/coursier", repository: "/root/.cache/coursier" };

/** Files whose names say that a program may start there; others are not read. */
const MAINS = ["Application", "App", "Main", "Server", "Boot"].map((name) => `*${name}.scala`);

/** Scala by sbt, Play's services among them: the staged application on a Java runtime. */
export const scala: Language = {
  name: "scala",
  toolchain: "jdk",
  aliases: ["sbt", "play"],
  manifests: ["build.sbt", ...MILL],
  reads: [
    "build.sbt",
    "project/build.properties",
    "project/*.sbt",
    ".java-version",
    "application.conf",
    ...MAINS,
  ],
  managers: ["sbt"],
  entrypoint: { what: "the staged folder, the jar, or the main class" },
  firstBuildSeconds: 120,
  sharesDependencies: true,
  libraries: true,
  detect: detectScala,
  dependencies(kit, service) {
    const manifests = ["**/*.sbt", "project", ".sbtopts", ".jvmopts"];
    return withManifests(
      begin(kit, service, "jdk").withExec(shell(...launcher(service))),
      kit,
      service,
      manifests,
    )
      .withEnvVariable("COURSIER_CACHE", DOWNLOADS.repository)
      .withMountedCache(DOWNLOADS.cache, kit.cache("coursier"))
      .withExec(
        shell(
          `(${PLACEHOLDERS})`,
          optionsInto(OPTIONS),
          REPOSITORIES,
          ...byWayOf(DOWNLOADS, sbt(["sbt", "Test/compile"]).join(" ")),
          CLEAN,
        ),
      )
      .withoutMount(DOWNLOADS.cache);
  },
  build(kit, service, dependencies) {
    return withSources(dependencies, kit, service).withExec(built(service.buildCommand ?? ["sbt", "stage"]));
  },
  test(kit, service, dependencies) {
    return withSources(dependencies, kit, service).withExec(dated(service.testCommand ?? ["sbt", "test"]));
  },
  package(kit, service, built) {
    return withJars(kit, service, built).withExec(shell(...packageCommands(service, DOWNLOADS.repository)));
  },
  runtime(kit, service, artifact, libraries, packaged) {
    return withJava(kit, service, packaged.directory(NEEDS_DIRECTORY).withTimestamps(0))
      .withDirectory("/", libraries)
      .withDirectory("/", artifact)
      .withEntrypoint(service.command ?? startCommand(service));
  },
};

const SBT = [
  ...[ONE_COMPILER, "-Xss4m", "-Dsbt.ci=true", "-Dsbt.color=false", "-Dsbt.supershell=false"],
  "-Dsbt.repository.config=/opt/sbt/repositories",
];

/** What a service says of its virtual machine; it has the last word. */
const OPTIONS = "/opt/sbt/options";

/** One repository is asked, and not those that sbt asks besides, unless the build names some of its own. */
const REPOSITORIES =
  "{ grep -qsE 'resolvers|Resolver|credentials' *.sbt project/*.sbt project/*.scala || " +
  `echo -Dsbt.override.build.repos=true >> ${OPTIONS}; }`;

const LAUNCHER = "/opt/sbt/sbt-launch.jar";

/**
 * Of `.sbtopts`, whose last line may have no end, what sbt's own script gives to `java`: `-J…`, `-D…` and `-mem MEGABYTES`; `.jvmopts` as it is.
 * https://github.com/sbt/sbt/blob/1.x/sbt
 */
export function optionsInto(file: string): string {
  const words = "sed 's/^#.*//; s/[[:space:]]#.*//; s/\\r$//' .sbtopts | tr -s ' \\t' '\\n'";
  const options = "sed -n '/^-D/p; s/^-J//p; /^-mem$/{n; s/.*/-Xmx&m/p}'";
  return `{ [ ! -f .sbtopts ] || ${words} | ${options}; echo; [ ! -f .jvmopts ] || cat .jvmopts; } > ${file}`;
}

/** A classpath that sbt prints is kept for who packages. */
function built(words: string[]): string[] {
  const isExport = words.some((word) => word.startsWith("export "));
  const command = sbt(words).map(shellWord).join(" ");
  return shell(DATED, isExport ? `{ ${command} > ${EXPORTED} || { cat ${EXPORTED}; exit 1; }; }` : command);
}

function dated(words: string[]): string[] {
  return shell(DATED, sbt(words).map(shellWord).join(" "));
}

/** sbt by its launcher; any other command as it is. */
function sbt(words: string[]): string[] {
  return words[0] === "sbt" ? ["java", ...SBT, `@${OPTIONS}`, "-jar", LAUNCHER, ...words.slice(1)] : words;
}

/** Settings of all builds: nobody reads Scaladoc in an image, and it is minutes, megabytes and errors of its own. */
const UNDOCUMENTED = "Compile / doc / sources := Nil\\nCompile / packageDoc / publishArtifact := false\\n";

/** The launcher is a jar like others; it brings the sbt that the build names. */
function launcher({ packageManagerVersion: version = "1.13.0" }: Microservice): string[] {
  const copy = `${MAVEN} --batch-mode --quiet dependency:copy -Dartifact=org.scala-sbt:sbt-launch:${version}`;
  return [
    `${copy} -DoutputDirectory=/opt/sbt -Dmdep.stripVersion=true`,
    "printf '[repositories]\\nlocal\\nmaven-central\\n' > /opt/sbt/repositories",
    ...["1.0", "2"].map(
      (line) => `mkdir -p /root/.sbt/${line} && printf '${UNDOCUMENTED}' > /root/.sbt/${line}/global.sbt`,
    ),
    "rm -rf /root/.m2",
  ];
}

/** sbt fetches a compiler only for something to compile. */
const PLACEHOLDERS =
  "for folder in app test src/main/scala src/test/scala; do mkdir -p $folder; " +
  "echo 'object Placeholder' > $folder/Placeholder.scala; done";

const CLEAN = "find /src '(' -name Placeholder.scala -o -name target ')' -prune -exec rm -rf {} +";
