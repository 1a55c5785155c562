import type { Microservice } from "../../microservice.ts";
import { withJava } from "../java/jre.ts";
import { byWayOf, MAVEN, ONE_COMPILER } from "../java/jvm.ts";
import { type Language, LIBRARIES, OUT } from "../language.ts";
import { APP, begin, shell, withManifests, withSources } from "../sources.ts";
import { detectScala } from "./detect.ts";

const DOWNLOADS = { cache: "/var/cache/coursier", repository: "/root/.cache/coursier" };

/** Scala by sbt, Play's services among them: the staged application on a Java runtime. */
export const scala: Language = {
  name: "scala",
  aliases: ["sbt", "play"],
  manifests: ["build.sbt"],
  reads: [
    "build.sbt",
    "project/build.properties",
    "project/plugins.sbt",
    ".java-version",
    "application.conf",
  ],
  managers: ["sbt"],
  entrypoint: { what: "the staged folder" },
  firstBuildSeconds: 120,
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
          ...byWayOf(DOWNLOADS, sbt(["sbt", "Test/compile"]).join(" ")),
          CLEAN,
        ),
      )
      .withoutMount(DOWNLOADS.cache);
  },
  build(kit, service, dependencies) {
    return withSources(dependencies, kit, service).withExec(sbt(service.buildCommand ?? ["sbt", "stage"]));
  },
  test(kit, service, dependencies) {
    return withSources(dependencies, kit, service).withExec(sbt(service.testCommand ?? ["sbt", "test"]));
  },
  package(_kit, service, built) {
    return built.withExec(shell(...gathered(service)));
  },
  runtime(kit, service, artifact, libraries) {
    return withJava(kit, service)
      .withDirectory("/", libraries)
      .withDirectory("/", artifact)
      .withEntrypoint(service.command ?? ["java", `@${START}`]);
  },
};

/** What a start script would say to `java`, which reads it from a file: no image has a shell. */
const START = `${APP}/start.args`;

const SBT = [
  ...[ONE_COMPILER, "-Xss4m", "-Dsbt.ci=true", "-Dsbt.color=false", "-Dsbt.supershell=false"],
  ...["-Dsbt.override.build.repos=true", "-Dsbt.repository.config=/opt/sbt/repositories"],
];

/** What a service says of its virtual machine; it has the last word. */
const OPTIONS = "/opt/sbt/options";

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

/** sbt by its launcher; any other command as it is. */
function sbt(words: string[]): string[] {
  return words[0] === "sbt" ? ["java", ...SBT, `@${OPTIONS}`, "-jar", LAUNCHER, ...words.slice(1)] : words;
}

/** The launcher is a jar like others; it brings the sbt that the build names. */
function launcher({ packageManagerVersion: version = "1.13.0" }: Microservice): string[] {
  const copy = `${MAVEN} --batch-mode --quiet dependency:copy -Dartifact=org.scala-sbt:sbt-launch:${version}`;
  return [
    `${copy} -DoutputDirectory=/opt/sbt -Dmdep.stripVersion=true`,
    "printf '[repositories]\\nlocal\\nmaven-central\\n' > /opt/sbt/repositories",
    "rm -rf /root/.m2",
  ];
}

/** sbt fetches a compiler only for something to compile. */
const PLACEHOLDERS =
  "for folder in app test src/main/scala src/test/scala; do mkdir -p $folder; " +
  "echo 'object Placeholder' > $folder/Placeholder.scala; done";

const CLEAN = "find /src '(' -name Placeholder.scala -o -name target ')' -prune -exec rm -rf {} +";

/** Whatever has the bytes of a downloaded jar. */
const LIBRARIES_APART = [
  `mkdir -p ${LIBRARIES}${APP}/lib`,
  `find ${DOWNLOADS.repository} -name '*.jar' -exec sha1sum {} + > /tmp/downloaded`,
  `find ${OUT}${APP} -path '*/lib/*.jar' -exec sha1sum {} + > /tmp/staged`,
  `awk 'NR == FNR { downloaded[$1]; next } $1 in downloaded { print $2 }' /tmp/downloaded /tmp/staged | xargs -r mv -t ${LIBRARIES}${APP}/lib`,
];

/** The staged application; classes by name and in order, as its script for shells has them. */
function gathered({ entrypoint = "target/universal/stage" }: Microservice): string[] {
  const script = `$(ls ${entrypoint}/bin/* | grep -v '[.]bat$' | head -1)`;
  const read = (expression: string) => `$(sed -n '${expression}' ${script})`;
  const path = `${read('s/^declare -r app_classpath="\\(.*\\)"$/\\1/p')}`;
  const main = `${read("s/^declare -[a-z]* app_mainclass=(.\\([[:alnum:]_.$]*\\).).*/\\1/p")}`;
  return [
    `mkdir -p ${OUT}${APP}`,
    `cp -a ${entrypoint}/. ${OUT}${APP}/`,
    `rm -rf ${OUT}${APP}/bin ${OUT}${APP}/share ${OUT}${APP}/README*`,
    ...LIBRARIES_APART,
    `path=${path}`,
    `echo "-Dplay.server.pidfile.path=/dev/null -Duser.dir=${APP} -cp $(echo "$path" | sed 's,$lib_dir,${APP}/lib,g') ${main}" > ${OUT}${START}`,
  ];
}
