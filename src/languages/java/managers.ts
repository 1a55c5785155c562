import { shellWord } from "../../dockerfile/script.ts";
import { join } from "../../files/paths.ts";
import type { Microservice } from "../../microservice.ts";
import { type Downloads, MAVEN } from "./jvm.ts";

/** What one build tool of Java's is told. */
export interface JavaManager extends Downloads {
  manifests: string[];
  /** The cache's name. */
  cacheName: string;
  /** Downloads all that a build and its tests need: by building and testing next to nothing. */
  resolve: string;
  build: string;
  test: string;
}

/** Maven or Gradle, as the service says; Maven unless said. */
export function javaManager(service: Microservice): JavaManager {
  return service.packageManager === "gradle" ? gradle(service) : maven(service);
}

function maven(service: Microservice): JavaManager {
  // Maven's own date for the files of a jar: two builds give the same bytes.
  const mvn =
    `${MAVEN} --batch-mode --no-transfer-progress -Dstyle.color=never ` +
    `-Dproject.build.outputTimestamp=1980-01-01T00:00:02Z${modules(service)}`;
  return {
    manifests: ["**/pom.xml", ".mvn"],
    cacheName: "maven",
    cache: "/var/cache/maven",
    repository: "/root/.m2/repository",
    resolve: downloaded(`${mvn} --fail-never package`, MAVEN_FAILURES),
    build: `${mvn} -DskipTests package`,
    test: `${mvn} test`,
  };
}

/** A module below a parent that is built together with it: the reactor is there. */
function modules({ workspace, path }: Microservice): string {
  if (workspace === undefined) return "";
  const member = workspace === "." ? path : path.slice(workspace.length + 1);
  return ` --file ${shellWord(`/src/${workspace}/pom.xml`)} --projects ${shellWord(member)} --also-make`;
}

/** The wrapper where there is one, beside the build that the service belongs to: Debian's own Gradle is of 2017. */
function gradleCommand({ workspace }: Microservice): string {
  const wrapper = workspace === undefined ? "./gradlew" : shellWord(`/src/${join(workspace, "gradlew")}`);
  return `$( [ -x ${wrapper} ] && echo ${wrapper} || echo gradle ) --no-daemon --console=plain`;
}

function gradle(service: Microservice): JavaManager {
  const command = gradleCommand(service);
  return {
    manifests: [
      ...["**/*.gradle", "**/*.gradle.kts", "**/gradle.properties", "**/*.lockfile", "gradle", "gradlew"],
      ...["buildSrc"],
    ],
    cacheName: `gradle-${service.name}`,
    cache: "/var/cache/gradle",
    repository: "/root/.gradle",
    own: true,
    resolve: downloaded(`${command} build --continue`, GRADLE_FAILURES),
    build: `${command} assemble`,
    test: `${command} test`,
  };
}

/**
 * A build of next to nothing may fail where it checks what isn't there yet, and has downloaded by then what the
 * check wanted. A download that failed is a failure, as is a tool that doesn't get to its end: without them, half
 * a layer would be kept and used.
 *
 * @param failures what awk does to fill `failed`, whose indices are lines.
 */
function downloaded(build: string, failures: string): string {
  const end = [
    'END { if (!ended) failed["The build tool stopped before its end."]; for (line in failed) code = 1',
    'if (code) print "Not all could be downloaded:"; for (line in failed) print line; exit code }',
  ];
  const ended = "/^ENDED$|BUILD FAILED|^FAILURE: / { ended = 1 }";
  const read = ["!/^ENDED$/ { print; fflush() }", ended, failures, end.join("; ")];
  return `{ ${build} 2>&1 && printf '\\nENDED\\n'; } | awk '${read.join(" ")}'`;
}

/** Modules of the build itself are not there to download; Maven names them before it builds them. */
const MAVEN_FAILURES = [
  "/^.INFO. -+< [^ ]+ >-+$/ { own[$3] }",
  "/^.(ERROR|FATAL). .*([Cc]ould not be resolved|Could not (find|transfer) artifact|Non-resolvable|Failed to (collect|read artifact))/ {",
  'n = split($0, words, /[ ,]+/); for (i = 1; i <= n; i++) if (split(words[i], part, ":") > 3)',
  'if (!((part[1] ":" part[2]) in own)) failed[$0] }',
  "/could not read [0-9]+ project/ { failed[$0] }",
].join(" ");

const GRADLE_FAILURES = "/Could not (resolve|download|GET|HEAD)|Could not find [^ ]+:[^ ]+:/ { failed[$0] }";
